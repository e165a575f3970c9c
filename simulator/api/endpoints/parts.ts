import type { Account, Endpoint } from '../account/account'
import type { DailyCounters } from '../account/counters'
import type { Credentials } from '../account/credentials'
import { type Answer, failure } from '../answers/errcodes'
import type { Params } from '../answers/request'
import type { MediaStore } from '../media/media-store'
import type { OAuthDesk } from '../oauth/oauth'

/** What the answers are made from. */
export interface Parts {
  account: Account
  credentials: Credentials
  counters: DailyCounters
  oauth: OAuthDesk
  media: MediaStore
  now: () => number
}

/** Why a call does not count although its parameters are right: no authorisation, or the day's quota is used up. */
export function refusal(endpoint: Endpoint, { account: { settings }, counters }: Parts): Answer | undefined {
  if (settings.unauthorized.includes(endpoint))
    return failure(48001)
  if (!counters.take(endpoint, settings.dailyQuota[endpoint] ?? Infinity))
    return failure(45009)
}

/** Why the account's access token is not taken. */
export function tokenProblem({ access_token: token }: Params, { credentials }: Parts): Answer | undefined {
  if (!token)
    return failure(41001)
  const validity = credentials.checkToken(String(token))
  if (validity !== 'valid')
    return failure(validity === 'expired' ? 42001 : 40001)
}
