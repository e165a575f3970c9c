import { type Answer, failure } from '../answers/errcodes'
import type { Params } from '../answers/request'
import { type Parts, refusal, tokenProblem } from './parts'

/** `/cgi-bin/token` and `/cgi-bin/stable_token` */
export function answerToken(endpoint: 'stable_token' | 'token', params: Params, ip: string, parts: Parts): Answer {
  const { account: { appId, appSecret, settings }, credentials } = parts
  if (!params.appid)
    return failure(41002)
  if (params.appid !== appId)
    return failure(40013)
  if (params.grant_type !== 'client_credential')
    return failure(40002)
  if (!params.secret)
    return failure(41004)
  // 40001, which old documents name here, sends SDKs back to this call for ever.
  if (params.secret !== appSecret)
    return failure(40125)
  if (settings.allowedIps && !settings.allowedIps.includes(ip))
    return notOnWhitelist(ip)
  return refusal(endpoint, parts)
    ?? (endpoint === 'token' ? credentials.classicToken() : credentials.stableToken(params.force_refresh === true))
}

/** `/cgi-bin/ticket/getticket` */
export function answerTicket(params: Params, parts: Parts): Answer {
  const problem = tokenProblem(params, parts)
  if (problem)
    return problem
  const { type } = params
  if (type !== 'jsapi' && type !== 'wx_card')
    return failure(40097)
  return refusal('getticket', parts) ?? parts.credentials.ticket(type)
}

/** Names the caller's address, as WeChat does: it is what has to be entered in the console. */
export function notOnWhitelist(ip: string): Answer {
  return failure(40164, `invalid ip ${ip} ipv6 ::ffff:${ip}, not in whitelist`)
}
