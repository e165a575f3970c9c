import type { RateLimiterRes } from 'rate-limiter-flexible'
import { WechatError } from '../../wechat'

const WINDOW_SECONDS = 60
/** Each costs about 2 kB. */
const MAX_KEYS = 50_000

export type RateLimit = ReturnType<typeof createRateLimit>

/**
 * Lets so many requests a minute through for each key, in this process.
 *
 * @param maxKeys of more keys than these the one that was counted longest ago is dropped.
 */
export function createRateLimit(perMinute: number, maxKeys = MAX_KEYS) {
  // Much code, and off by default.
  const loading = import('rate-limiter-flexible').then(({ RateLimiterMemory }) => new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS }))
  /** Oldest first. */
  const keys = new Set<string>()

  return {
    /** @throws {WechatError} `rate_limited`, with the time to wait. */
    async count(key: string): Promise<void> {
      const limiter = await loading
      keys.delete(key)
      keys.add(key)
      const [oldest = key] = keys
      if (keys.size > maxKeys && keys.delete(oldest))
        await limiter.delete(oldest)
      await limiter.consume(key).catch((refusal: Error | RateLimiterRes) => {
        throw refusal instanceof Error ? refusal : new WechatError('rate_limited', 'Too many requests: wait as long as Retry-After says.', { retryInMs: refusal.msBeforeNext })
      })
    },
  }
}
