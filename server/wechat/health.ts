import type { WechatCredentialHealth, WechatFailureHealth, WechatHealth } from '../../shared/wechat'
import type { Failure } from './ticket/backoff'
import type { Credential } from './ticket/record'
import type { TicketFacts } from './ticket/ticket'

/** The answer of `GET /api/wx/health`, but for the storage's kind, which the core does not know. */
export type Health = Omit<WechatHealth, 'storage'> & { storage: Pick<WechatHealth['storage'], 'state'> }

interface HealthFacts extends TicketFacts {
  isStorageFailing: boolean
  isStopping: boolean
  /** The steady clock, in milliseconds. */
  now: number
}

/** Words what is known. Of a failure only codes and times are taken: no hint, no IP. */
export function describeHealth({ ticket, token, failure, isStorageFailing, isStopping, now }: HealthFacts): Health {
  return {
    status: isStopping ? 'stopping' : ticket ? 'ok' : 'unavailable',
    storage: { state: isStorageFailing ? 'failing' : 'ok' },
    accessToken: describeCredential(token, now),
    jsapiTicket: describeCredential(ticket, now),
    lastFailure: describeFailure(failure, now),
  }
}

function describeCredential(credential: Credential | undefined, now: number): WechatCredentialHealth | null {
  return credential
    ? { ageSeconds: toSeconds(now - credential.obtainedAt), expiresInSeconds: toSeconds(credential.expiresAt - now) }
    : null
}

function describeFailure(failure: Failure | undefined, now: number): WechatFailureHealth | null {
  if (!failure)
    return null
  const { code, errcode, endpoint = '', failedAt, retryAt } = failure
  return {
    code,
    ...errcode !== undefined && { errcode },
    endpoint,
    agoSeconds: toSeconds(now - failedAt),
    retryInSeconds: Math.max(Math.ceil((retryAt - now) / 1000), 0),
  }
}

/** Whole seconds gone by; none where the clock was set back. */
function toSeconds(milliseconds: number): number {
  return Math.max(Math.floor(milliseconds / 1000), 0)
}
