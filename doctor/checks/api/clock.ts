import { failed, found, skippedAfter, warning, type Known, type Outcome, type Surroundings } from '../../check'
import { NetworkFailure } from '../../network/request'
import { probeApi } from './probe'

const MAX_SECONDS = 60

/** Compares this machine's clock with that of WeChat's answer, at the moment in the middle of the request. */
export async function checkClock({ config }: Known, { network, now }: Surroundings): Promise<Outcome> {
  if (!config)
    return skippedAfter('variables')
  if (config.apiBase.startsWith('/'))
    return found({ status: 'skipped', text: 'api_unreached' })
  const startedAt = now()
  const probe = await probeApi(config.apiBase, network)
  if (probe instanceof NetworkFailure)
    return { findings: [{ status: 'skipped', text: 'api_unreached' }], known: { probe } }
  const date = Date.parse(probe.headers.date ?? '')
  if (Number.isNaN(date))
    return { findings: [warning('clock_unknown')], known: { probe } }
  const ahead = Math.round(((startedAt + now()) / 2 - date) / 1000)
  const params = { seconds: Math.abs(ahead), direction: { word: ahead > 0 ? 'ahead' : 'behind' } }
  return {
    findings: Math.abs(ahead) > MAX_SECONDS ? [failed('clock_wrong', params)] : [{ status: 'ok', text: 'clock', params }],
    known: { probe },
  }
}
