import { type Answer, failure } from '../answers/errcodes'
import type { EndpointCall } from '../answers/request'
import type { Media } from '../media/media-store'
import { answerAccountCall } from './account-calls'
import { answerTicket, answerToken } from './credentials'
import { type Parts, refusal } from './parts'
import type { Route } from './routes'

/** What WeChat answers to a call when nothing is wrong with the network: JSON, or a file. */
export function answer({ endpoint, methods }: Route, { method, params, ip }: EndpointCall, parts: Parts): Answer | Media {
  if (!methods.some(allowed => allowed === method))
    return failure(methods.includes('GET') ? 43001 : 43002)
  if (!params)
    return failure(47001)
  const { oauth } = parts
  switch (endpoint) {
    case 'stable_token':
    case 'token':
      return answerToken(endpoint, params, ip, parts)
    case 'getticket':
      return answerTicket(params, parts)
    case 'access_token':
      return refusal(endpoint, parts) ?? oauth.exchange(params)
    case 'refresh_token':
      return refusal(endpoint, parts) ?? oauth.refresh(params)
    case 'userinfo':
      return refusal(endpoint, parts) ?? oauth.userInfo(params)
    case 'auth':
      return refusal(endpoint, parts) ?? oauth.check(params)
    default:
      return answerAccountCall(endpoint, params, parts)
  }
}
