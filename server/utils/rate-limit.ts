import type { RateLimiterMemory } from 'rate-limiter-flexible'
import { WechatError } from '../wechat'

const WINDOW_SECONDS = 60
/** Each costs about 2 kB, for up to two minutes. */
const MOST_KEYS = 50_000

/** Lets so many requests a minute through for each key, in this process. */
export interface RateLimit {
  /** @throws {WechatError} `rate_limited`, and when it is over. */
  count(key: string): Promise<void>
}

/** @param mostKeys who comes after so many in a minute counts together. */
export function createRateLimit(perMinute: number, mostKeys = MOST_KEYS): RateLimit {
  // Much code, and off for most.
  const limiter = load(perMinute)
  let known = new Set<string>()
  let knownSince = performance.now()

  /** The key itself, or one for all that come when there are too many: each costs memory for a minute. */
  function bound(key: string): string {
    if (performance.now() > knownSince + WINDOW_SECONDS * 1000) {
      known = new Set()
      knownSince = performance.now()
    }
    if (known.size < mostKeys)
      known.add(key)
    return known.has(key) ? key : 'everybody else'
  }

  return {
    async count(key) {
      const msBeforeNext = await (await limiter).consume(bound(key))
      if (msBeforeNext !== undefined)
        throw new WechatError('rate_limited', 'Too many requests: wait as long as Retry-After says.', { retryInMs: msBeforeNext })
    },
  }
}

async function load(perMinute: number) {
  const { RateLimiterMemory, RateLimiterRes } = await import('rate-limiter-flexible')
  const limiter: RateLimiterMemory = new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS })
  return {
    /** Nothing, or how long to wait, in milliseconds. */
    async consume(key: string): Promise<number | undefined> {
      try {
        await limiter.consume(key)
        return undefined
      }
      catch (refusal) {
        // The library throws its answer.
        if (refusal instanceof RateLimiterRes)
          return refusal.msBeforeNext
        throw refusal
      }
    },
  }
}
