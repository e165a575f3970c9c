import { WechatError } from './errors'

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000

/** The last of some failures in a row. */
export interface Failure {
  /** With `failedAt` and `retryAt`. */
  error: WechatError
  count: number
}

/**
 * Adds one more failure to those before it: the wait doubles from a second up to a minute, less up to a quarter by
 * chance, so that processes do not ask in step. Too many calls a minute (45011) wait for a whole one.
 *
 * @param random a number from 0 up to 1.
 */
export function addFailure(before: Failure | undefined, error: WechatError, now: number, random: number): Failure {
  const count = (before?.count ?? 0) + 1
  const waitMs = error.code === 'wechat_rate_limited'
    ? LONGEST_WAIT_MS
    : Math.min(FIRST_WAIT_MS * 2 ** (count - 1), LONGEST_WAIT_MS) * (1 - random / 4)
  return { count, error: new WechatError(error.code, error.hint, { ...error.details, failedAt: now, retryAt: now + waitMs }) }
}
