import type { Account, Endpoint } from './account/account'
import { type Answer, failure } from './answers/errcodes'
import type { Credentials } from './account/credentials'
import type { DailyCounters } from './account/counters'
import type { OAuthDesk } from './oauth/oauth'
import type { EndpointCall, Params } from './answers/request'

export interface Desk {
  account: Account
  credentials: Credentials
  counters: DailyCounters
  oauth: OAuthDesk
}

export const endpoints: Record<string, Endpoint> = {
  '/cgi-bin/stable_token': 'stable_token',
  '/cgi-bin/token': 'token',
  '/cgi-bin/ticket/getticket': 'getticket',
  '/sns/oauth2/access_token': 'access_token',
  '/sns/oauth2/refresh_token': 'refresh_token',
  '/sns/userinfo': 'userinfo',
  '/sns/auth': 'auth',
}

/** What WeChat answers to a call when nothing is wrong with the network. */
export function answer(endpoint: Endpoint, { method, params, ip }: EndpointCall, desk: Desk): Answer {
  const isPost = endpoint === 'stable_token'
  if ((method === 'POST') !== isPost)
    return failure(isPost ? 43002 : 43001)
  if (!params)
    return failure(47001)
  switch (endpoint) {
    case 'getticket':
      return answerTicket(params, desk)
    case 'stable_token':
    case 'token':
      return answerToken(endpoint, params, ip, desk)
    default:
      return refusal(endpoint, desk) ?? answerOAuth(endpoint, params, desk.oauth)
  }
}

function answerOAuth(endpoint: 'access_token' | 'refresh_token' | 'userinfo' | 'auth', params: Params, oauth: OAuthDesk): Answer {
  switch (endpoint) {
    case 'access_token':
      return oauth.exchange(params)
    case 'refresh_token':
      return oauth.refresh(params)
    case 'userinfo':
      return oauth.userInfo(params)
    case 'auth':
      return oauth.check(params)
  }
}

function answerToken(endpoint: 'stable_token' | 'token', params: Params, ip: string, desk: Desk): Answer {
  const { account: { appId, appSecret, settings } } = desk
  if (params.grant_type !== 'client_credential')
    return failure(40002)
  if (!params.appid)
    return failure(41002)
  if (params.appid !== appId)
    return failure(40013)
  if (!params.secret)
    return failure(41004)
  if (params.secret !== appSecret)
    return endpoint === 'stable_token' ? failure(40125) : failure(40001, 'invalid credential')
  if (settings.allowedIps && !settings.allowedIps.includes(ip))
    return notOnWhitelist(ip)
  return refusal(endpoint, desk)
    ?? (endpoint === 'token' ? desk.credentials.classicToken() : desk.credentials.stableToken(params.force_refresh === true))
}

function answerTicket(params: Params, desk: Desk): Answer {
  if (!params.access_token)
    return failure(41001)
  const validity = desk.credentials.checkToken(String(params.access_token))
  if (validity !== 'valid')
    return failure(validity === 'expired' ? 42001 : 40001)
  if (params.type !== 'jsapi')
    return failure(40097)
  return refusal('getticket', desk) ?? desk.credentials.ticket()
}

/** Names the caller's address, as WeChat does: it is what has to be entered in the console. */
export function notOnWhitelist(ip: string): Answer {
  return failure(40164, `invalid ip ${ip} ipv6 ::ffff:${ip}, not in whitelist`)
}

function refusal(endpoint: Endpoint, { account: { settings }, counters }: Desk): Answer | undefined {
  if (settings.unauthorized.includes(endpoint))
    return failure(48001)
  if (!counters.take(endpoint, settings.dailyQuota[endpoint] ?? Infinity))
    return failure(45009)
}
