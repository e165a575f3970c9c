import type { RateLimiterMemory } from 'rate-limiter-flexible'
import { WechatError } from '../wechat'

/** Lets so many requests a minute through for each key, in this process. */
export interface RateLimit {
  /** @throws {WechatError} `rate_limited`, and when it is over. */
  count(key: string): Promise<void>
}

export function createRateLimit(perMinute: number): RateLimit {
  // Much code, and off for most.
  const limiter = load(perMinute)
  return {
    async count(key) {
      const msBeforeNext = await (await limiter).consume(key)
      if (msBeforeNext !== undefined)
        throw new WechatError('rate_limited', 'Too many requests from this address: wait as long as Retry-After says.', { retryInMs: msBeforeNext })
    },
  }
}

async function load(perMinute: number) {
  const { RateLimiterMemory, RateLimiterRes } = await import('rate-limiter-flexible')
  const limiter: RateLimiterMemory = new RateLimiterMemory({ points: perMinute, duration: 60 })
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
