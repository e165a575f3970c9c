import type { WechatErrorCode } from '../../../shared/wechat'
import { isTokenInvalid, WechatError } from '../api/errors'

const MIN_WAIT_MS = 1000
const MAX_WAIT_MS = 60_000
/** Added to each wait at random, so that processes do not ask in step. */
const JITTER = 1 / 4

/** The longest time between a failure and the next attempt. */
export const MAX_BACKOFF_MS = MAX_WAIT_MS * (1 + JITTER)

/** The last of some failures in a row. Times by this process's steady clock. */
export interface Failure {
  code: WechatErrorCode
  hint: string
  /** WeChat's own number, where WeChat gave one. */
  errcode?: number
  /** The API path that failed, without query. */
  endpoint?: string
  /** Failures in a row. */
  count: number
  failedAt: number
  /** Until then the failure stands without another call. */
  retryAt: number
}

/**
 * The failure after a previous one: the wait doubles from a second up to a minute. Too many calls a minute (45011), and a token
 * that WeChat still refuses after it was replaced, wait a minute at once.
 *
 * @param random a number from 0 up to 1.
 */
export function nextFailure(previous: Failure | undefined, error: WechatError, now: number, random: number): Failure {
  const { code, hint, details: { errcode, endpoint } } = error
  const count = (previous?.count ?? 0) + 1
  const waitMs = code === 'wechat_rate_limited' || isTokenInvalid(error) ? MAX_WAIT_MS : Math.min(MIN_WAIT_MS * 2 ** (count - 1), MAX_WAIT_MS)
  return { code, hint, errcode, endpoint, count, failedAt: now, retryAt: now + waitMs * (1 + random * JITTER) }
}

/** The failure as a page gets it, with the time until the next attempt. */
export function toError({ code, hint, errcode, endpoint, retryAt }: Failure, now: number): WechatError {
  return new WechatError(code, hint, { errcode, endpoint, retryInMs: Math.max(retryAt - now, 0) })
}
