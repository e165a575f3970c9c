import { getQuery, getRequestProtocol, type H3Event } from 'h3'
import { proveSite } from '../../wechat'
import { getConfig } from '../config/config'
import { getPublicHost } from './client-address'

/** Answers the doctor's `?nonce=`: that this is its app, and from where the request seems to come. Nothing without a nonce or a secret. */
export function answerNonce(event: H3Event): { proof?: { app: string, origin: string } } {
  const { nonce } = getQuery(event)
  const { appSecret, trustedProxies } = getConfig()
  if (typeof nonce !== 'string' || !/^[\w-]{16,64}$/.test(nonce) || !appSecret)
    return {}
  const origin = `${getRequestProtocol(event)}://${getPublicHost(event, trustedProxies)}`
  return { proof: { app: proveSite(appSecret, nonce), origin: proveSite(appSecret, nonce, origin) } }
}
