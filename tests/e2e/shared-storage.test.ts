import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { createStorage } from 'unstorage'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createWechatStorage, type WechatStorage } from '../../server/utils/wechat-storage'
import type { Lease } from '../../server/wechat'
import { startRedis, type TestRedis } from '../redis'

const APP_ID = 'wx0000000000000001'
const opened: WechatStorage[] = []

/** One more process, as far as the storage can tell. */
function joinProcess(storage: string) {
  const joined = createWechatStorage(storage, APP_ID)
  opened.push(joined)
  // What these tests ask for is shared.
  return { storage: createStorage({ driver: joined.driver }), lease: joined.lease as Lease }
}

/** How a test changes what lies in a storage behind its back. */
interface Backdoor {
  url: string
  endLease(): Promise<void>
  spoilLease(): Promise<void>
}

let redisServer: TestRedis
let redis: Redis
let folder: string
const leaseFolder = () => join(folder, APP_ID, 'lease')
const leaseKey = `nuxt-wechat:${APP_ID}:lease`

beforeAll(async () => {
  redisServer = await startRedis()
  redis = new Redis(redisServer.url)
  folder = await mkdtemp(join(tmpdir(), 'nuxt-wechat-fs-'))
})

afterEach(async () => {
  vi.useRealTimers()
  for (const { driver } of opened.splice(0))
    await driver.dispose?.()
  await redis.flushall()
  for (const name of await readdir(folder))
    await rm(join(folder, name), { recursive: true })
})

afterAll(async () => {
  redis.disconnect()
  await redisServer.stop()
  await rm(folder, { recursive: true })
})

const backdoors: Record<string, () => Backdoor> = {
  redis: () => ({
    url: redisServer.url,
    endLease: async () => void await redis.pexpire(leaseKey, 0),
    spoilLease: async () => {
      await redis.del(leaseKey)
      await redis.hset(leaseKey, 'a', 'b')
    },
  }),
  fs: () => ({
    url: `fs:${folder}`,
    endLease: async () => {
      for (const name of await readdir(leaseFolder()))
        await utimes(join(leaseFolder(), name), new Date(), new Date(Date.now() - 60_000))
    },
    spoilLease: () => writeFile(join(leaseFolder(), 'notes.txt'), 'a'),
  }),
}

describe.each(['redis', 'fs'])('the lease of %s', (kind) => {
  const backdoor = () => (backdoors[kind] as () => Backdoor)()

  it('is taken by one of fifty that try together, thirty times over, each time with a higher fence', async () => {
    const { url } = backdoor()
    const processes = Array.from({ length: 50 }, () => joinProcess(url))
    let last = 0
    for (let round = 0; round < 30; round++) {
      const fences = await Promise.all(processes.map(({ lease }) => lease.take()))
      const taken = fences.filter(fence => fence !== undefined)
      expect(taken).toHaveLength(1)
      expect(taken[0]).toBeGreaterThan(last)
      last = taken[0] ?? 0
      await Promise.all(processes.map(({ lease }) => lease.release()))
    }
  })

  it('is kept by its holder under the same fence, and by nobody else until it ends', async () => {
    const { url, endLease } = backdoor()
    const [holder, other] = [joinProcess(url).lease, joinProcess(url).lease]
    const fence = await holder.take()
    expect(await holder.take()).toBe(fence)
    expect(await other.take()).toBeUndefined()
    await endLease()
    expect(await other.take()).toBeGreaterThan(fence ?? Infinity)
    expect(await holder.take()).toBeUndefined()
  })

  it('is given back by its holder alone', async () => {
    const { url, endLease } = backdoor()
    const [holder, other, third] = [joinProcess(url).lease, joinProcess(url).lease, joinProcess(url).lease]
    await holder.take()
    await other.release()
    expect(await other.take()).toBeUndefined()
    await endLease()
    await other.take()
    await holder.release()
    expect(await third.take()).toBeUndefined()
    await other.release()
    expect(await third.take()).toBeDefined()
  })

  it('is nobody\'s once it was given back, even where its holder took it in the same moment', async () => {
    const { url } = backdoor()
    const [holder, other] = [joinProcess(url).lease, joinProcess(url).lease]
    for (let round = 0; round < 50; round++) {
      await Promise.all([holder.take(), holder.release()])
      expect(await other.take()).toBeDefined()
      await other.release()
    }
  })

  it('is given with what its last holder wrote, to one that takes it and reads without waiting between', async () => {
    const { url } = backdoor()
    const [holder, other] = [joinProcess(url), joinProcess(url)]
    const takeAndRead = async (): Promise<{ fence: number } | null> => {
      const [fence, value] = await Promise.all([other.lease.take(), other.storage.getItem<{ fence: number }>('a')])
      return fence === undefined ? takeAndRead() : value
    }
    for (let round = 0; round < 200; round++) {
      const fence = await holder.lease.take() ?? 0
      const hasWritten = holder.storage.setItem('a', { expiresAt: Date.now() + 60_000, fence }, { ttl: 60 }).then(() => holder.lease.release())
      expect(await takeAndRead()).toMatchObject({ fence })
      await hasWritten
      await other.lease.release()
    }
  })

  it('is taken in spite of what is no lease', async () => {
    const { url, spoilLease, endLease } = backdoor()
    await joinProcess(url).lease.take()
    await endLease()
    await spoilLease()
    expect(await joinProcess(url).lease.take()).toBeDefined()
  })
})

describe.each(['redis', 'fs'])('a value in %s', (kind) => {
  const url = () => (backdoors[kind] as () => Backdoor)().url
  const value = (text: string, fence?: number, life = 1000) => ({ value: text, expiresAt: Date.now() + life * 1000, ...fence && { fence } })
  const ttl = 1000

  it('is read by another process', async () => {
    await joinProcess(url()).storage.setItem('a:b', value('one', 1), { ttl })
    expect(await joinProcess(url()).storage.getItem('a:b')).toMatchObject({ value: 'one', fence: 1 })
    expect(await joinProcess(url()).storage.getKeys()).toEqual(['a:b'])
  })

  it('stays where one with a lower fence comes late', async () => {
    const { storage } = joinProcess(url())
    await storage.setItem('a:b', value('new', 2), { ttl })
    await storage.setItem('a:b', value('late', 1), { ttl })
    expect(await storage.getItem('a:b')).toMatchObject({ value: 'new' })
    await storage.setItem('a:b', value('newer', 3), { ttl })
    expect(await storage.getItem('a:b')).toMatchObject({ value: 'newer' })
  })

  it('stays where one without a fence does not live longer', async () => {
    const { storage } = joinProcess(url())
    await storage.setItem('a:b', value('new', 2), { ttl })
    await storage.setItem('a:b', value('other', undefined, 900), { ttl: 900 })
    expect(await storage.getItem('a:b')).toMatchObject({ value: 'new' })
    await storage.setItem('a:b', value('other', undefined, 1100), { ttl: 1100 })
    expect(await storage.getItem('a:b')).toMatchObject({ value: 'other' })
  })

  it('that has no fence itself stays where one with a fence comes late', async () => {
    const { storage } = joinProcess(url())
    await storage.setItem('a:b', value('new'), { ttl })
    await storage.setItem('a:b', value('late', 1, 900), { ttl: 900 })
    expect(await storage.getItem('a:b')).toMatchObject({ value: 'new' })
    await storage.setItem('a:b', value('newer', 2, 1100), { ttl: 1100 })
    expect(await storage.getItem('a:b')).toMatchObject({ value: 'newer' })
  })
})

describe('Redis', () => {
  it('takes for nothing what was written before its clock was set back, and writes over it', async () => {
    const { storage, lease } = joinProcess(redisServer.url)
    const fence = await lease.take() ?? 0
    const value = (text: string, itsFence: number) => ({ value: text, expiresAt: Date.now() + 60_000, fence: itsFence })
    await redis.set('nuxt-wechat:a', JSON.stringify(value('of tomorrow', fence + 86_400e6)), 'EX', 3600)
    expect(await storage.getItem('a')).toBe(null)
    await storage.setItem('a', value('of now', fence), { ttl: 60 })
    expect(await storage.getItem('a')).toMatchObject({ value: 'of now' })
  })

  it('tells how long a value lives by its own clock, whatever the writer\'s says', async () => {
    await joinProcess(redisServer.url).storage.setItem('a', { value: 'x', expiresAt: Date.now() + 300_000 + 60_000 }, { ttl: 60 })
    const { expiresAt } = await joinProcess(redisServer.url).storage.getItem<{ expiresAt: number }>('a') ?? { expiresAt: 0 }
    expect(Math.abs(expiresAt - Date.now() - 60_000)).toBeLessThan(2000)
  })

  it.each([
    ['a list', (key: string) => redis.rpush(key, 'x')],
    ['no JSON', (key: string) => redis.set(key, '{', 'EX', 60)],
    ['a number', (key: string) => redis.set(key, '12', 'EX', 60)],
    ['a value that never ends', (key: string) => redis.set(key, '{"value":"x","fence":9e15}')],
    ['a fence that never comes', (key: string) => redis.set(key, '{"value":"x","fence":1e300}', 'EX', 60)],
    ['a fence that is none', (key: string) => redis.set(key, '{"value":"x","fence":"y"}', 'EX', 600)],
    ['another thing without a fence', (key: string) => redis.set(key, '{"value":{}}', 'EX', 600)],
    ['a value that lives longer than WeChat gives any', (key: string) => redis.set(key, '{"value":"x"}', 'EX', 7300)],
  ])('is written to where there is %s', async (_, spoil) => {
    await spoil('nuxt-wechat:a')
    const { storage } = joinProcess(redisServer.url)
    await storage.getItem('a')
    await storage.setItem('a', { value: 'good', expiresAt: Date.now() + 60_000, fence: 1 }, { ttl: 60 })
    expect(await storage.getItem('a')).toMatchObject({ value: 'good' })
  })
})

describe('files', () => {
  it('are this user\'s alone, and whole at any time', async () => {
    const { storage, lease } = joinProcess(`fs:${folder}/deep`)
    await lease.take()
    let writing = true
    const writes = (async () => {
      for (let fence = 1; fence <= 200; fence++)
        await storage.setItem('a:b', { value: 'x'.repeat(fence * 50), expiresAt: 1, fence }, { ttl: 1000 })
      writing = false
    })()
    const other = joinProcess(`fs:${folder}/deep`).storage
    while (writing) {
      const kept = await other.getItem<{ value: string, fence: number }>('a:b')
      if (kept)
        expect(kept.value).toHaveLength(kept.fence * 50)
    }
    await writes
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const { mode } = await stat(join(entry.parentPath, entry.name))
      expect(mode & 0o077).toBe(0)
    }
  })

  it('are whole where one process writes a value several times at once', async () => {
    const { storage } = joinProcess(`fs:${folder}`)
    const other = joinProcess(`fs:${folder}`).storage
    for (let round = 0; round < 20; round++) {
      const texts = Array.from({ length: 8 }, (_, index) => 'x'.repeat(1 + index * 20_000))
      const writes = Promise.all(texts.map(text => storage.setItem('a', { value: text, expiresAt: 1, fence: 1 }, { ttl: 1000 })))
      const kept = await other.getItem<{ value: string } | null>('a')
      expect([undefined, ...texts]).toContain(kept?.value)
      await writes
    }
  })

  it('keep what has the highest fence where one process writes several at once, and nothing that is removed last', async () => {
    const { storage } = joinProcess(`fs:${folder}`)
    const write = (fence: number) => storage.setItem('a', { value: `${fence}`, expiresAt: Date.now() + 60_000, fence }, { ttl: 60 })
    for (let round = 1; round <= 50; round++) {
      await Promise.all([write(round * 2 + 1), write(round * 2)])
      expect(await storage.getItem('a')).toMatchObject({ fence: round * 2 + 1 })
    }
    await Promise.all([write(1000), storage.removeItem('a')])
    expect(await storage.getItem('a')).toBe(null)
  })

  it('whose life is over are written over, though the count of fences began anew', async () => {
    const { storage } = joinProcess(`fs:${folder}`)
    await storage.setItem('a', { value: 'over', expiresAt: Date.now() - 1, fence: 50 }, { ttl: 60 })
    await storage.setItem('a', { value: 'fresh', expiresAt: Date.now() + 60_000, fence: 1 }, { ttl: 60 })
    expect(await storage.getItem('a')).toMatchObject({ value: 'fresh' })
  })

  it('are taken for nothing where they were written before the clock was set back, and written over', async () => {
    const { storage } = joinProcess(`fs:${folder}`)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3600_000 })
    await storage.setItem('a', { value: 'of the hour to come', expiresAt: Date.now() + 600_000, fence: 9 }, { ttl: 600 })
    expect(await storage.getItem('a')).toMatchObject({ value: 'of the hour to come' })
    vi.useRealTimers()
    expect(await storage.getItem('a')).toBe(null)
    await storage.setItem('a', { value: 'of now', expiresAt: Date.now() + 60_000, fence: 1 }, { ttl: 60 })
    expect(await storage.getItem('a')).toMatchObject({ value: 'of now' })
  })

  it('that a process left half written when it died are cleared away by the next one', async () => {
    await writeFile(join(folder, 'a.old.tmp'), 'half')
    await writeFile(join(folder, 'a.new.tmp'), 'half')
    await utimes(join(folder, 'a.old.tmp'), new Date(), new Date(Date.now() - 120_000))
    joinProcess(`fs:${folder}`)
    await expect.poll(() => readdir(folder)).toEqual(['a.new.tmp'])
  })

  it('leave nothing aside where writing fails', async () => {
    await writeFile(join(folder, 'a'), 'in the way of a folder')
    const { storage } = joinProcess(`fs:${folder}`)
    await expect(storage.setItem('a:b', { value: 'x', expiresAt: 1 }, { ttl: 1000 })).rejects.toThrow()
    expect(await readdir(folder)).toEqual(['a'])
  })
})
