// Time that goes by for a Redis, whose clock nobody can move.
import { Redis } from 'ioredis'

/**
 * What has a life in a Redis has so much less of it.
 *
 * @param {string} url @param {number} ms
 */
export async function ageKeys(url, ms) {
  const redis = new Redis(url)
  for (const key of await redis.keys('*'))
    await redis.pexpire(key, await redis.pttl(key) - ms)
  redis.disconnect()
}
