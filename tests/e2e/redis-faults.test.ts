import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { App } from '../app'
import { startFaultProxy, type FaultProxy } from '../fault-proxy'
import { createMatrix, linesWith, readKeys, type Matrix } from '../matrix'
import { startRedis, type TestRedis } from '../redis'

let matrix: Matrix
let redis: TestRedis
let network: FaultProxy
const target = { port: 0 }
let direct: Redis

beforeEach(async () => {
  redis = await startRedis()
  target.port = redis.port
  network = await startFaultProxy(target)
  direct = new Redis(redis.url)
  direct.on('error', () => {})
  matrix = await createMatrix({ env: { NUXT_WECHAT_STORAGE: `redis://127.0.0.1:${network.port}` } })
})

afterEach(async () => {
  process.kill(redis.pid, 'SIGCONT')
  for (const key of await readKeys(redis))
    matrix.hear(key)
  direct.disconnect()
  await matrix.end()
  await network.close()
  await redis.stop()
})

/** What happens to Redis, and how it ends. */
interface RedisFault {
  begin(): Promise<unknown>
  mend(): Promise<unknown>
}

const faults: Record<string, () => RedisFault> = {
  'is slow': () => ({ begin: () => network.set('slow'), mend: () => network.set('good') }),
  'answers nothing more': () => ({
    begin: async () => process.kill(redis.pid, 'SIGSTOP'),
    mend: async () => process.kill(redis.pid, 'SIGCONT'),
  }),
  'is lost behind a silent network': () => ({ begin: () => network.set('hung'), mend: () => network.set('good') }),
  'refuses connections': () => ({ begin: () => network.set('refused'), mend: () => network.set('good') }),
  'cuts connections': () => ({ begin: () => network.set('reset'), mend: () => network.set('good') }),
}

/** Where reading works and writing does not, an app notices with its next write. */
const writeFaults: Record<string, () => RedisFault> = {
  'is full': () => ({
    begin: () => direct.config('SET', 'maxmemory', '1'),
    mend: () => direct.config('SET', 'maxmemory', '0'),
  }),
  'has become a replica': () => ({
    begin: () => direct.replicaof('127.0.0.1', '1'),
    mend: () => direct.replicaof('NO', 'ONE'),
  }),
}

const storageState = async (app: App) => (await matrix.health(app)).storage.state

describe.each(Object.entries(faults))('while Redis %s', (_, createFault) => {
  it('pages with a ticket at hand go on, and the log tells each change once', async () => {
    const app = await matrix.start({ isControlled: true })
    expect(await matrix.askOften(app, 10)).toEqual([200])
    const fault = createFault()
    await fault.begin()
    await expect.poll(() => storageState(app)).toBe('failing')
    expect(await matrix.askOften(app, 50)).toEqual([200])
    await fault.mend()
    // It has recovered after ten seconds without a failure.
    await expect.poll(() => storageState(app), { timeout: 60_000 }).toBe('ok')
    expect(await matrix.askOften(app, 50)).toEqual([200])
    expect(linesWith(app, 'The storage works again')).toHaveLength(1)
    expect(linesWith(app, 'The storage fails')).toHaveLength(1)
    expect(matrix.weChat.simulator.count()).toBe(2)
  })
})

describe.each(Object.entries({ ...faults, ...writeFaults }))('when an app starts while Redis %s', (_, createFault) => {
  it('its first pages are served, and the log says so once', async () => {
    const fault = createFault()
    await fault.begin()
    const app = await matrix.start()
    expect(await matrix.askOften(app, 50)).toEqual([200])
    await expect.poll(() => linesWith(app, 'The storage fails').length).toBe(1)
    expect(matrix.weChat.simulator.count()).toBe(2)
    await fault.mend()
    expect(await matrix.askOften(app, 50)).toEqual([200])
  })
})

it('a page with a ticket at hand costs Redis nothing', async () => {
  const app = await matrix.start()
  expect(await matrix.askOften(app, 1)).toEqual([200])
  const commands = async () => Number(/total_commands_processed:(\d+)/.exec(await direct.info('stats'))?.[1])
  const before = await commands()
  for (let round = 0; round < 10; round++)
    expect(await matrix.askOften(app, 100)).toEqual([200])
  // A process reads the record now and then, and no page waits for it.
  expect(await commands() - before).toBeLessThan(50)
})

it('a Redis that comes back empty is filled again with the next renewal, and no page notices', async () => {
  matrix.weChat.simulator.fault('all', { kind: 'expires-in', value: 10 })
  const [first, second] = [await matrix.start(), await matrix.start()]
  expect(await matrix.askOften(first, 10)).toEqual([200])
  expect(await matrix.askOften(second, 10)).toEqual([200])
  await redis.restart()
  await expect.poll(() => direct.keys('*').catch(() => [])).not.toEqual([])
  expect(await matrix.askOften(first, 10)).toEqual([200])
  expect(await matrix.askOften(second, 10)).toEqual([200])
})

it('after a failover the new master is written to', async () => {
  const next = await startRedis()
  try {
    matrix.weChat.simulator.fault('all', { kind: 'expires-in', value: 10 })
    const app = await matrix.start()
    expect(await matrix.askOften(app, 10)).toEqual([200])
    // The old one answers on, as a replica that takes no writes; its address leads to the new one for new connections.
    await direct.replicaof('127.0.0.1', String(next.port))
    target.port = next.port
    const nextDirect = new Redis(next.url)
    await expect.poll(() => nextDirect.keys('*')).not.toEqual([])
    nextDirect.disconnect()
    expect(await matrix.askOften(app, 10)).toEqual([200])
  }
  finally {
    await next.stop()
  }
})

it.each([
  ['another type', (key: string) => direct.del(key).then(() => direct.rpush(key, 'x'))],
  ['nonsense', (key: string) => direct.set(key, '{"savedAt":', 'KEEPTTL')],
  ['a record of another shape', (key: string) => direct.set(key, '{"savedAt":"now","ticket":{"value":{"a":1}}}', 'KEEPTTL')],
  ['a record that does not expire', async (key: string) => direct.set(key, await direct.get(key) ?? '')],
])('%s under our key costs no page and is replaced', async (_, spoil) => {
  await matrix.ask(await matrix.start())
  await expect.poll(() => direct.keys('*:lock')).toEqual([])
  const [key = '', ...others] = await direct.keys('*')
  expect(others).toEqual([])
  await spoil(key)
  const app = await matrix.start()
  expect(await matrix.askOften(app, 10)).toEqual([200])
  expect(linesWith(app, 'The storage fails')).toEqual([])
  await expect.poll(() => direct.ttl(key)).toBeGreaterThan(60)
})

it.each([
  ['another type', (key: string) => direct.hset(key, 'a', 'b')],
  ['a lock that does not expire', (key: string) => direct.set(key, 'somebody')],
  ['a lock of a minute', (key: string) => direct.set(key, 'somebody', 'EX', 60)],
])('%s in the place of our lock keeps no page', async (_, spoil) => {
  await matrix.ask(await matrix.start())
  const [key = ''] = (await direct.keys('*')).filter(name => !name.endsWith(':lock'))
  await direct.flushall()
  await spoil(`${key}:lock`)
  const app = await matrix.start()
  expect(await matrix.askOften(app, 10)).toEqual([200])
  expect(linesWith(app, 'The storage fails')).toEqual([])
})
