import type { WechatClient, WechatReply } from '../api/client'
import { WechatError } from '../api/errors'
import { observeCall, type WechatObserver } from '../api/observer'
import { MAX_LIFETIME_MS, type Credential } from './record'

/** WeChat gives none shorter (`stable_token` gives another token in the last 5 minutes); believing one would be a loop of calls. */
const MIN_LIFETIME_MS = 5000
/** For a lifetime that WeChat did not tell: short enough to be right, long enough not to ask at once. */
const UNKNOWN_LIFETIME_MS = 60_000

export interface UpstreamOptions {
  appId: string
  appSecret: string
  /** `stable` gives every caller the same token; with `classic` each call invalidates the token before. */
  tokenEndpoint: 'stable' | 'classic'
  client: WechatClient
  observer: WechatObserver
  /** The steady clock, in milliseconds. */
  now: () => number
}

export type Upstream = ReturnType<typeof createUpstream>

/**
 * The two calls to WeChat that a ticket takes.
 *
 * @see https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/getStableAccessToken.html
 */
export function createUpstream({ appId, appSecret, tokenEndpoint, client, observer, now }: UpstreamOptions) {
  function fetchCredential(field: 'access_token' | 'ticket', endpoint: string, call: () => Promise<WechatReply>): Promise<Credential> {
    return observeCall(observer, async () => {
      const sentAt = now()
      const reply = await call()
      const value = reply[field]
      if (typeof value !== 'string' || !value)
        throw new WechatError('wechat_bad_response', `WeChat's response has no ${field}.`, { endpoint })
      observer.renewed?.(field === 'ticket' ? 'jsapi_ticket' : field)
      return { value, obtainedAt: sentAt, expiresAt: sentAt + parseLifetimeMs(reply.expires_in) }
    })
  }

  return {
    /** @param options with `force` a new token even while the current one is valid: 20 times a day, and only from `stable_token`. */
    fetchToken({ force }: { force: boolean } = { force: false }): Promise<Credential> {
      const account = { grant_type: 'client_credential', appid: appId, secret: appSecret }
      const call = tokenEndpoint === 'stable'
        ? { endpoint: '/cgi-bin/stable_token', body: { ...account, ...force && { force_refresh: true } } }
        : { endpoint: '/cgi-bin/token', query: account }
      return fetchCredential('access_token', call.endpoint, () => client(call))
    },
    /** @throws {WechatError} also where WeChat refuses the token: see `isTokenInvalid`. */
    fetchTicket(token: string): Promise<Credential> {
      const endpoint = '/cgi-bin/ticket/getticket'
      return fetchCredential('ticket', endpoint, () => client({ endpoint, query: { access_token: token, type: 'jsapi' } }))
    },
  }
}

/** WeChat's `expires_in` in milliseconds: 5 s to 2 h, and a minute for what is missing, not positive or not a number. */
export function parseLifetimeMs(expiresIn: unknown): number {
  const seconds = typeof expiresIn === 'string' && expiresIn.trim() ? Number(expiresIn) : expiresIn
  return typeof seconds === 'number' && seconds > 0 ? Math.min(Math.max(seconds * 1000, MIN_LIFETIME_MS), MAX_LIFETIME_MS) : UNKNOWN_LIFETIME_MS
}
