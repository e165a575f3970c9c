import type { Redis } from 'ioredis'
import type { ExchangeBoard } from '../wechat'

/**
 * Gives what is there, or keeps a note. KEYS: the note's. ARGV: the note, its life in ms. Returns what was there, or nil.
 * What is no string is none of ours. (`SET NX GET` is one command from Redis 7 on.)
 */
const CLAIM = `
local kept = redis.pcall('GET', KEYS[1])
if type(kept) == 'string' then
  return kept
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return false`

/** @param toKey what stands before our keys in this Redis. */
export function createRedisBoard(connection: Promise<Redis>, toKey: (key: string) => string): ExchangeBoard {
  return {
    async claim(key, note, lifeMs) {
      const kept = await (await connection).eval(CLAIM, 1, toKey(key), note, lifeMs)
      return kept === null ? undefined : String(kept)
    },
    async post(key, note, lifeMs) {
      await (await connection).set(toKey(key), note, 'PX', lifeMs)
    },
  }
}
