import type { RateLimiterRes } from 'rate-limiter-flexible'
import { WechatError } from '../../wechat'

const WINDOW_SECONDS = 60
/** Each costs about 2 kB. */
const MAX_KEYS = 50_000

/** A network of 48 bits may be a site of many devices, each in a network of its own. */
const SITE_FACTOR = 10

export type RateLimit = ReturnType<typeof createRateLimit>

/**
 * Lets so many requests a minute through for each key, in this process; for a network of 48 bits ten times as many.
 *
 * @param maxKeys of more keys than these the one that was counted longest ago is dropped.
 */
export function createRateLimit(perMinute: number, maxKeys = MAX_KEYS) {
  // Much code, and off by default.
  const loading = import('rate-limiter-flexible').then(({ RateLimiterMemory }) => {
    const create = (points: number) => new RateLimiterMemory({ points, duration: WINDOW_SECONDS })
    return { address: create(perMinute), site: create(perMinute * SITE_FACTOR) }
  })
  /** Oldest first. */
  const keys = new Set<string>()

  return {
    /**
     * @param counted the keys of one client, the narrowest first: what that one has too much of takes nothing from the others.
     * @throws {WechatError} `rate_limited`, with the time to wait.
     */
    async count(...counted: string[]): Promise<void> {
      const limiters = await loading
      const limiterOf = (key: string) => limiters[key.endsWith('/48') ? 'site' : 'address']
      for (const key of counted) {
        keys.delete(key)
        keys.add(key)
        const [oldest = key] = keys
        if (keys.size > maxKeys && keys.delete(oldest))
          await limiterOf(oldest).delete(oldest)
        await limiterOf(key).consume(key).catch((refusal: Error | RateLimiterRes) => {
          throw refusal instanceof Error ? refusal : new WechatError('rate_limited', 'Too many requests: wait as long as Retry-After says.', { retryInMs: refusal.msBeforeNext })
        })
      }
    },
  }
}
