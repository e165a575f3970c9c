import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { defineDriver } from 'unstorage'
import { LEASE_MS, waitFor, type Lease } from '../wechat'
import { createRedisBoard } from './redis-board'
import { READ_VALUE, RELEASE_LEASE, TAKE_LEASE, WRITE_VALUE } from './redis-scripts'
import type { WechatStorage } from './wechat-storage'

const BASE = 'nuxt-wechat'
/**
 * A connection is given up when it does not come, or does not answer a command, for so long. No page waits for it: that is the
 * core's affair.
 */
const CONNECTION_TIMEOUT_MS = 5000
/**
 * Not more than one in so long. (ioredis' own wait begins anew with each connection that is taken, also by a proxy with no
 * Redis behind it.)
 */
const CONNECTION_EVERY_MS = 500

/**
 * Values and a lease in Redis, for processes that share an account.
 *
 * @param url `redis://…` or `rediss://…`
 * @param leaseName tells this account's lease from others in the same Redis.
 */
export function createRedisStorage(url: string, leaseName: string): WechatStorage {
  const connection = connect(url)
  return { driver: redisDriver(connection), lease: createRedisLease(connection, leaseName), board: createRedisBoard(connection, key => toKey(`${leaseName}:sign-in:${key}`)), ready: connection }
}

/** ioredis costs every start 95 ms and 15 MB, so it is loaded where it is chosen. */
async function connect(url: string): Promise<Redis> {
  const { Redis } = await import('ioredis')
  const silence = new Error('Redis does not answer.')
  /**
   * ioredis' `socketTimeout` outlives its connection and ends the one after it, and takes this process' being blocked for Redis'
   * silence, as `commandTimeout` does.
   */
  class WatchedRedis extends Redis {
    override sendCommand(...args: Parameters<Redis['sendCommand']>): unknown {
      const isSent = this.status === 'ready'
      const answer = super.sendCommand(...args)
      if (isSent)
        void waitFor(args[0].promise, CONNECTION_TIMEOUT_MS, () => silence).catch(error => error === silence && this.stream.destroy())
      return answer
    }
  }
  let connectedAt = performance.now()
  const redis = new WatchedRedis(url, {
    connectTimeout: CONNECTION_TIMEOUT_MS,
    // What a lost connection had not answered is over: the core asks again by itself, and nothing is to wait here for a Redis that comes back.
    maxRetriesPerRequest: 0,
    retryStrategy() {
      const now = performance.now()
      const waitMs = Math.max(connectedAt + CONNECTION_EVERY_MS - now, 0)
      connectedAt = now + waitMs
      return waitMs
    },
    // Both cost a page a way to Redis and back before its first command, and the second asks for a right that a managed Redis may not give.
    disableClientInfo: true,
    enableReadyCheck: false,
    // After a failover the old address may belong to a replica, which takes no writes.
    reconnectOnError: ({ message }) => message.includes('READONLY'),
  })
  // Each failing command rejects by itself; without a listener ioredis would fill the log as well.
  redis.on('error', () => {})
  return redis
}

/**
 * How long a value lives is Redis' own count: processes whose clocks differ read the same expiry. A driver of unstorage
 * gets values as JSON.
 */
const redisDriver = defineDriver((connection: Promise<Redis>) => ({
  name: 'wechat-redis',
  hasItem: async key => await (await connection).exists(toKey(key)) > 0,
  async getItem(key) {
    const answer = await (await connection).eval(READ_VALUE, 1, toKey(key))
    if (!Array.isArray(answer))
      return null
    const [json, left] = answer
    const value = parseObject(String(json))
    return value && JSON.stringify({ ...value, expiresAt: Date.now() + Number(left) })
  },
  async setItem(key, json, { ttl }) {
    const { fence } = { fence: '', ...parseObject(json) }
    await (await connection).eval(WRITE_VALUE, 1, toKey(key), json, Number(ttl) * 1000, fence)
  },
  removeItem: async key => void await (await connection).del(toKey(key)),
  async getKeys() {
    const found: string[] = []
    for await (const keys of (await connection).scanStream({ match: toKey('*') }))
      found.push(...(keys as string[]).map(key => key.slice(BASE.length + 1)))
    return found
  },
  dispose: async () => (await connection).disconnect(),
}))

function createRedisLease(connection: Promise<Redis>, name: string): Lease {
  const owner = randomUUID()
  const key = toKey(`${name}:lease`)
  return {
    async take() {
      const fence = await (await connection).eval(TAKE_LEASE, 1, key, owner, LEASE_MS)
      return fence === null ? undefined : Number(fence)
    },
    async release() {
      await (await connection).eval(RELEASE_LEASE, 1, key, owner)
    },
  }
}

function toKey(key: string): string {
  return `${BASE}:${key}`
}

function parseObject(json: string): object | null {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' ? value : null
  }
  catch {
    return null
  }
}
