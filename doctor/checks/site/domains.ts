import type { JsDomain } from '../../../server/wechat'
import { failed, found, problemsOr, skippedAfter, warning, type Known, type Outcome, type Problem, type Surroundings } from '../../check'
import { NetworkFailure, tryRequest, type Network } from '../../network/request'
import { isForTestAccount, listDomains, toHost, toHostProblem } from './origins'

const DAY_MS = 86_400_000
const MIN_DAYS = 7

/** Each JS domain: whether a real account's console takes it, and whether https answers there with a certificate that lasts. */
export async function checkDomains({ config }: Known, { network, now }: Surroundings): Promise<Outcome> {
  if (!config)
    return skippedAfter('variables')
  const domains = listDomains(config)
  if (domains.length === 0)
    return found({ status: 'skipped', text: 'domains_unknown' })
  const problems: Problem[] = []
  const openDomains: string[] = []
  for (const domain of domains) {
    const examined = await examineDomain(domain, network, now())
    problems.push(...examined.problems)
    openDomains.push(...examined.origin ? [`${examined.origin}${domain.folder ?? ''}`] : [])
  }
  return { findings: problemsOr(problems, 'domains', { hosts: domains.map(toHost).join(', ') }), known: { openDomains } }
}

/** What is wrong with a domain, and its origin where it answers. */
async function examineDomain(domain: JsDomain, network: Network, now: number): Promise<{ problems: Problem[], origin?: string }> {
  const host = toHost(domain)
  const note = isForTestAccount(domain) ? [warning('domain_for_test_account', { host })] : []
  const answer = await tryRequest(network, `https://${host}/`)
  if (answer instanceof NetworkFailure) {
    // A test account's address is often one of the own network, without a certificate.
    const isPlain = note.length > 0 && !(await tryRequest(network, `http://${host}/`) instanceof NetworkFailure)
    return isPlain ? { problems: note, origin: `http://${host}` } : { problems: [toHostProblem(answer, host)] }
  }
  if (answer.status >= 502 && answer.status <= 504)
    return { problems: [failed('host_bad_gateway', { host, status: answer.status })] }
  const days = Math.floor(((answer.certificateEndsAt ?? Infinity) - now) / DAY_MS)
  return { problems: days < MIN_DAYS ? [failed('certificate_ends_soon', { host, days })] : note, origin: `https://${host}` }
}
