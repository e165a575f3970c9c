import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { failed, problemsOr, type Finding, type Problem } from '../../check'

const TIMEOUT_MS = 5000
/** Longer, and each process asks WeChat for itself. */
const SLOW_MS = 100
/** What the doctor leaves behind where it cannot clean up ends by itself. */
const TTL_MS = 10_000

/** Writes on one connection what it reads on another, with the commands that the app needs. */
export async function examineRedis(url: string): Promise<Finding[]> {
  const host = new URL(url).host || 'localhost'
  const connections = [connect(url), connect(url)] as const
  const [writer, reader] = connections
  try {
    await Promise.all(connections.map(({ open }) => open()))
    const problem = await exchange(writer.redis, reader.redis, host)
    return problemsOr(problem ? [problem] : [], 'storage_redis', { host })
  }
  catch (error) {
    // ioredis tells of a connection that failed only that it is closed; why, it told before.
    return [toProblem([error, writer.error(), reader.error()].map(one => one instanceof Error ? one.message : '').join(' '), host)]
  }
  finally {
    for (const { redis } of connections)
      redis.disconnect()
  }
}

function connect(url: string) {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: TIMEOUT_MS, commandTimeout: TIMEOUT_MS, maxRetriesPerRequest: 0, retryStrategy: () => null, disableClientInfo: true })
  let lastError: Error | undefined
  redis.on('error', (error: Error) => {
    lastError = error
  })
  return { redis, open: () => redis.connect(), error: () => lastError }
}

async function exchange(writer: Redis, reader: Redis, host: string): Promise<Problem | undefined> {
  const key = `nuxt-wechat:doctor:${randomUUID()}`
  const startedAt = performance.now()
  await writer.set(key, 'written', 'PX', TTL_MS)
  const milliseconds = performance.now() - startedAt
  const [value, left] = await Promise.all([reader.get(key), reader.pttl(key)])
  // As the lock is released.
  await writer.eval('return redis.call("DEL", KEYS[1])', 1, key)
  if (value !== 'written' || left <= 0)
    return failed('storage_not_the_same', { host })
  return milliseconds > SLOW_MS ? { status: 'warning', text: 'storage_slow', params: { host, milliseconds: Math.round(milliseconds) } } : undefined
}

/** By what Redis and the network say; their own words may hold what they were sent. */
function toProblem(message: string, host: string): Problem {
  if (/WRONGPASS|NOAUTH|NOPERM|without any password|invalid username-password/i.test(message))
    return failed('storage_denied', { host })
  if (/READONLY|OOM|MISCONF/.test(message))
    return failed('storage_read_only', { host })
  return failed('storage_unreachable', { host })
}
