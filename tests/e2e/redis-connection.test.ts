import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { openRedis } from '../../server/http/storage/redis'
import { freePort } from '../free-port'
import { startRedis } from '../redis'

const closers: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closers.splice(0))
    await close()
})

const KEY = 'wx:canary'

/** Opens a storage on this server in Redis' place. */
async function openTowards(server: Server, connections: Socket[]) {
  const port = await freePort()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const storage = openRedis(`redis://127.0.0.1:${port}`)
  closers.push(async () => {
    await (await storage.driver).dispose?.()
    for (const connection of connections)
      connection.destroy()
    server.close()
  })
  return storage
}

it('a command without a connection fails at once, and is not sent when Redis is back', async () => {
  const redis = await startRedis()
  closers.push(() => redis.stop())
  const { driver, lock } = openRedis(redis.url)
  const { setItem, dispose } = await driver
  closers.push(() => dispose?.())
  expect(await lock.acquire(KEY, 5500)).toBe(true)
  await redis.kill()
  const refused = () => Promise.allSettled([lock.acquire(KEY, 5500), lock.read(KEY), setItem?.(KEY, '{"a":1}', { ttl: 60 })])
  await expect.poll(async () => (await refused()).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  await redis.restart()
  await expect.poll(() => lock.read(KEY).then(({ leftMs }) => leftMs, () => undefined)).toBe(-2)
  const other = openRedis(redis.url)
  closers.push(async () => (await other.driver).dispose?.())
  expect(await other.lock.acquire(KEY, 5500)).toBe(true)
  expect(await other.lock.read(KEY)).toEqual({ value: undefined, leftMs: -2 })
})

it('a connection that does not answer for five seconds is made again', async () => {
  const connections: Socket[] = []
  const server = createServer((connection) => {
    connections.push(connection.on('error', () => {}))
    // Redis as far as the handshake, and then silence on the first connection.
    connection.on('data', (data) => {
      for (const [name = ''] of String(data).matchAll(/\b(?:info|pttl|get)\b/g)) {
        if (name === 'info')
          connection.write('$19\r\nredis_version:7.0.0\r\n')
        else if (connections.indexOf(connection) > 0)
          connection.write(name === 'pttl' ? ':-2\r\n' : '$-1\r\n')
      }
    })
  })
  const { lock } = await openTowards(server, connections)
  await expect(lock.read(KEY)).rejects.toThrow()
  await expect.poll(() => lock.read(KEY).catch(() => undefined)).toEqual({ value: undefined, leftMs: -2 })
  expect(connections).toHaveLength(2)
})

it('a connection whose handshake is not answered is made again, and nothing waits on it to be sent', async () => {
  const received: string[] = []
  const redis = await startRedis()
  closers.push(() => redis.stop())
  const connections: Socket[] = []
  // A host that takes the first connection and says nothing, and then is Redis.
  const server = createServer((connection) => {
    connections.push(connection.on('error', () => {}))
    if (connections.length === 1)
      return void connection.on('data', data => received.push(String(data)))
    const upstream = connect(redis.port, '127.0.0.1').on('error', () => {})
    connections.push(upstream)
    connection.pipe(upstream).pipe(connection)
  })
  const { lock } = await openTowards(server, connections)
  await expect(Promise.all(Array.from({ length: 10 }, () => lock.acquire(KEY, 5500)))).rejects.toThrow()
  await expect.poll(() => lock.acquire(KEY, 5500).catch(() => undefined)).toBe(true)
  expect(received.join('')).not.toContain('eval')
})

it('a database that cannot be selected is a failure, and not database 0', async () => {
  const redis = await startRedis()
  closers.push(() => redis.stop())
  const { driver, lock } = openRedis(`${redis.url}/99`)
  closers.push(async () => (await driver).dispose?.())
  await expect.poll(() => lock.acquire(KEY, 5500).then(() => 'taken', () => 'refused')).toBe('refused')
  await expect(lock.read(KEY)).rejects.toThrow()
})

it('processes take the lock one at a time, extend their own, and release no other one\'s', async () => {
  const redis = await startRedis()
  closers.push(() => redis.stop())
  const locks = Array.from({ length: 20 }, () => {
    const { driver, lock } = openRedis(redis.url)
    closers.push(async () => (await driver).dispose?.())
    return lock
  })
  for (let round = 0; round < 10; round++) {
    const taken = await Promise.all(locks.map(lock => lock.acquire(KEY, 5500)))
    expect(taken.filter(Boolean)).toHaveLength(1)
    const holder = locks[taken.indexOf(true)]
    await Promise.all(locks.filter(lock => lock !== holder).map(lock => lock.release(KEY)))
    expect(await holder?.acquire(KEY, 5500)).toBe(true)
    await holder?.release(KEY)
  }
  const [first, second] = locks
  await first?.acquire(KEY, 50)
  await sleep(100)
  expect(await second?.acquire(KEY, 5500)).toBe(true)
  expect(await first?.acquire(KEY, 5500)).toBe(false)
})
