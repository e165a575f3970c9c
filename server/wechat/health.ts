import type { WechatCredentialHealth, WechatFailureHealth, WechatHealth } from '../../shared/wechat'
import type { WechatError } from './errors'
import type { RenewingFacts } from './renewing'

/** The answer of `GET /api/wx/health`, but for the storage's kind, which the core does not know. */
export type Health = Omit<WechatHealth, 'storage'> & { storage: Pick<WechatHealth['storage'], 'state'> }

interface HealthFacts {
  accessToken: RenewingFacts
  jsapiTicket: RenewingFacts
  isStorageFailing: boolean
  isStopping: boolean
  /** Milliseconds since 1970. */
  now: number
}

/** Words what is known. Of a failure only codes and times are taken: no hint, no IP. */
export function describeHealth({ accessToken, jsapiTicket, isStorageFailing, isStopping, now }: HealthFacts): Health {
  return {
    status: isStopping ? 'stopping' : jsapiTicket.held ? 'ok' : 'unavailable',
    storage: { state: isStorageFailing ? 'failing' : 'ok' },
    accessToken: describeCredential(accessToken, now),
    jsapiTicket: describeCredential(jsapiTicket, now),
    lastFailure: describeFailure(later(accessToken.failure, jsapiTicket.failure), now),
  }
}

function describeCredential({ held }: RenewingFacts, now: number): WechatCredentialHealth | null {
  return held
    ? { ageSeconds: toSeconds(now - held.obtainedAt), expiresInSeconds: toSeconds(held.expiresAt - now) }
    : null
}

function describeFailure(error: WechatError | undefined, now: number): WechatFailureHealth | null {
  if (!error)
    return null
  const { code, details: { errcode, endpoint = '', failedAt = now, retryAt = now } } = error
  return {
    code,
    ...errcode !== undefined && { errcode },
    endpoint,
    agoSeconds: toSeconds(now - failedAt),
    retryInSeconds: Math.max(Math.ceil((retryAt - now) / 1000), 0),
  }
}

function later(one: WechatError | undefined, other: WechatError | undefined): WechatError | undefined {
  if (!one || !other)
    return one ?? other
  return (other.details.failedAt ?? 0) > (one.details.failedAt ?? 0) ? other : one
}

/** Whole seconds gone by; none where the clock was set back. */
function toSeconds(milliseconds: number): number {
  return Math.max(Math.floor(milliseconds / 1000), 0)
}
