import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Driver } from 'unstorage'
import * as v from 'valibot'
import { withTimeout, type SharedLock } from '../../wechat'

const jsonText = v.pipe(v.string(), v.parseJson())
/** Stands before every key of ours. */
const BASE = 'nuxt-wechat'
const CONNECTION_TIMEOUT_MS = 5000
const FIRST_CONNECTION_MS = 300

/**
 * Takes the lock, or extends it. KEYS: the lock. ARGV: the owner, its length in ms. Returns 1 or 0.
 * A key that is not a string, does not expire or lives longer than a lock was not written by this app: it is replaced.
 */
const ACQUIRE = `
local owner = redis.pcall('GET', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if type(owner) == 'string' and owner ~= ARGV[1] and left > 0 and left <= tonumber(ARGV[2]) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`

/** Releases the lock, if it is this owner's. KEYS: the lock. ARGV: the owner. */
const RELEASE = `
if redis.pcall('GET', KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1])
end`

/**
 * unstorage's driver for Redis, and a lock on its connection.
 *
 * @param url `redis://…` or `rediss://…`
 */
export function openRedis(url: string): { driver: Promise<Driver>, lock: SharedLock } {
  const driver = loadDriver(url)
  return { driver, lock: createRedisLock(driver.then(({ redis }) => redis)) }
}

async function loadDriver(url: string): Promise<Driver & { redis: Redis }> {
  // ioredis adds 95 ms and 15 MB to a start, so it is loaded only where it is used.
  const { default: redisDriver } = await import('unstorage/drivers/redis')
  const driver = redisDriver({
    url,
    base: BASE,
    connectTimeout: CONNECTION_TIMEOUT_MS,
    // A command without a connection, or on one that is lost, fails at once: sent later it could overwrite what another process wrote.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    // It costs the first page a round trip.
    disableClientInfo: true,
    // After a failover the old address may belong to a replica, which takes no writes.
    reconnectOnError: ({ message }) => message.startsWith('READONLY'),
  })
  // With a URL it is a Redis and not a cluster.
  const redis = driver.getInstance?.() as Redis
  // A connection whose handshake is not answered is lost, though the network does not say so: another one is made.
  redis.on('connect', () => setTimeout(() => redis.status === 'connect' && redis.disconnect(true), CONNECTION_TIMEOUT_MS).unref())
  // Without a listener ioredis would fill the log. Where it cannot select the URL's database, it would go on with database 0.
  redis.on('error', ({ command }: Error & { command?: { name: string } }) => command?.name === 'select' && redis.disconnect())
  return { ...driver, redis }
}

function createRedisLock(loaded: Promise<Redis>): SharedLock {
  const owner = randomUUID()
  const connected = loaded.then(async (redis) => {
    const settled = Promise.race(['ready', 'close'].map(event => new Promise(resolve => redis.once(event, resolve))))
    // No longer: what waited here would be sent all at once when Redis answers.
    await withTimeout(settled, FIRST_CONNECTION_MS, () => new Error('Redis does not answer.')).catch(() => {})
    return redis
  })

  /** Sends a command. A connection that does not answer it is lost too. */
  async function send<Value>(command: (redis: Redis) => Promise<Value>): Promise<Value> {
    const redis = await connected
    const answer = command(redis)
    const isSilent = new Error('Redis does not answer.')
    void withTimeout(answer, CONNECTION_TIMEOUT_MS, () => isSilent).catch(error => error === isSilent && redis.disconnect(true))
    return answer
  }

  return {
    acquire: (key, lengthMs) => send(async redis => await redis.eval(ACQUIRE, 1, `${BASE}:${key}:lock`, owner, lengthMs) === 1),
    release: key => send(async redis => void await redis.eval(RELEASE, 1, `${BASE}:${key}:lock`, owner)),
    read: key => send(async (redis) => {
      // In this order: if the value is replaced in between, it seems older than it is, and never younger.
      const [leftMs, json] = await Promise.all([redis.pttl(`${BASE}:${key}`), redis.get(`${BASE}:${key}`).catch(toNothing)])
      const parsed = v.safeParse(jsonText, json)
      return { value: parsed.success ? parsed.output : undefined, leftMs }
    }),
  }
}

/** A key that is not a string was not written by this app. */
function toNothing(error: Error): null {
  if (error.message.startsWith('WRONGTYPE'))
    return null
  throw error
}
