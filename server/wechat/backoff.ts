import type { WechatErrorCode } from '../../shared/wechat'
import { WechatError } from './errors'

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000
/** Of the wait, added by chance. */
const JITTER = 1 / 4

/** The last of some failures in a row. */
export interface Failure {
  /** With `failedAt` and `retryAt`. */
  error: WechatError
  count: number
}

/**
 * Adds one more failure to those before it: the wait doubles from a second up to a minute, and up to a quarter more by
 * chance, so that processes do not ask in step. Too many calls a minute (45011) wait for a whole one at once.
 *
 * @param random a number from 0 up to 1.
 */
export function addFailure(before: Failure | undefined, error: WechatError, now: number, random: number): Failure {
  const count = (before?.count ?? 0) + 1
  const waitMs = error.code === 'wechat_rate_limited'
    ? LONGEST_WAIT_MS
    : Math.min(FIRST_WAIT_MS * 2 ** (count - 1), LONGEST_WAIT_MS) * (1 + random * JITTER)
  return { count, error: new WechatError(error.code, error.hint, { ...error.details, failedAt: now, retryAt: now + waitMs }) }
}

/** A failure as whoever waits for it is told it: with the time that is left. */
export function withRetryIn({ code, hint, details }: WechatError, now: number): WechatError {
  return new WechatError(code, hint, { ...details, ...details.retryAt !== undefined && { retryInMs: Math.max(details.retryAt - now, 0) } })
}

/** A failure as other processes read it: codes and times, no IP. */
export interface FailureRecord {
  code: WechatErrorCode
  hint: string
  errcode?: number
  endpoint?: string
  /** How often it has failed in a row. */
  count: number
  /** From the failure to the next try, in milliseconds: processes' clocks differ, lengths of time do not. */
  waitMs: number
  /** Milliseconds since 1970. */
  expiresAt: number
}

/** Failures are remembered for so long after their time to ask again, so that the waits go on growing. */
const MEMORY_MS = 300_000

/** How a failure is kept, where several processes share a store. */
export function toFailureRecord({ count, error }: Failure): FailureRecord {
  const { code, hint, details: { errcode, endpoint, failedAt = 0, retryAt = 0 } } = error
  return { code, hint, ...errcode !== undefined && { errcode }, ...endpoint && { endpoint }, count, waitMs: retryAt - failedAt, expiresAt: retryAt + MEMORY_MS }
}

/** What a store gave back, if it is a failure at all: none of ours waits longer than the longest. */
export function readFailure(value: unknown, now: number): Failure | undefined {
  if (typeof value !== 'object' || value === null)
    return undefined
  const { code, hint, errcode, endpoint, count, waitMs, expiresAt }: { [K in keyof FailureRecord]?: unknown } = value
  if (typeof code !== 'string' || typeof hint !== 'string' || typeof count !== 'number' || typeof waitMs !== 'number' || typeof expiresAt !== 'number')
    return undefined
  const retryAt = expiresAt - MEMORY_MS
  if (retryAt > now + LONGEST_WAIT_MS * (1 + JITTER))
    return undefined
  // Only processes of this app write here, and what else may do so cannot make it another code's page.
  const error = new WechatError(code as WechatErrorCode, hint, {
    ...typeof errcode === 'number' && { errcode },
    ...typeof endpoint === 'string' && { endpoint },
    failedAt: retryAt - waitMs,
    retryAt,
  })
  return { count, error }
}
