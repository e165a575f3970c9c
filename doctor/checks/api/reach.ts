import { isIPv6 } from 'node:net'
import { failed, failedAs, found, skippedAfter, type Known, type Outcome, type Problem, type Surroundings } from '../../check'
import { parseObject } from '../../network/object'
import { NetworkFailure, type NetworkAnswer } from '../../network/request'
import { probeApi } from './probe'

/** Whether what answers at the API base is WeChat: the name, TLS, HTTP, and from which address this machine asks. */
export async function checkReach({ config, probe: asked }: Known, { network }: Surroundings): Promise<Outcome> {
  if (!config)
    return skippedAfter('variables')
  if (config.apiBase.startsWith('/'))
    return found(failed('api_simulated'))
  const { host } = new URL(config.apiBase)
  const probe = asked ?? await probeApi(config.apiBase, network)
  const problem = probe instanceof NetworkFailure ? toProblem(probe, host) : findWrongAnswer(probe, host)
  if (problem || probe instanceof NetworkFailure)
    return found(...problem ? [problem] : [])
  const address = probe.localAddress.replace(/^::ffff:/, '')
  return { findings: [{ status: 'ok', text: isPrivate(address) ? 'reach_private' : 'reach', params: { host, address } }], known: { isApiReached: true } }
}

function toProblem({ kind }: NetworkFailure, host: string): Problem {
  switch (kind) {
    case 'dns': return failed('api_dns', { host })
    case 'timeout': return failedAs('wechat_timeout', 'api_timeout', { host })
    case 'refused':
    case 'connection': return failedAs('wechat_unreachable', 'api_connection', { host })
    default: return failed('api_tls', { host, reason: { word: kind } })
  }
}

/** WeChat answers 200, in JSON, with an errcode. */
function findWrongAnswer({ status, body }: NetworkAnswer, host: string): Problem | undefined {
  return status === 200 && 'errcode' in parseObject(body) ? undefined : failedAs('wechat_bad_response', 'api_not_wechat', { host, status })
}

/** An address that WeChat does not see: a router's is seen in its place. */
function isPrivate(address: string): boolean {
  return isIPv6(address)
    ? /^(?:::1$|f[cd]|fe[89ab])/i.test(address)
    : /^(?:10|127|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(address)
}
