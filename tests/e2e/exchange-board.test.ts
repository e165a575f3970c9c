import { mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createFileBoard } from '../../server/utils/file-board'
import { createRedisBoard } from '../../server/utils/redis-board'
import type { ExchangeBoard } from '../../server/wechat'
import { startRedis, type TestRedis } from '../redis'

const LIFE_MS = 60_000

let server: TestRedis
let redis: Redis
let folder: string

beforeAll(async () => {
  server = await startRedis()
  redis = new Redis(server.url)
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nuxt-wechat-'))
})

afterEach(async () => {
  await redis.flushall()
  await rm(folder, { recursive: true })
})

afterAll(async () => {
  redis.disconnect()
  await server.stop()
})

const kinds: Record<string, { open: () => ExchangeBoard, end: (key: string) => Promise<unknown> }> = {
  redis: {
    open: () => createRedisBoard(Promise.resolve(redis), key => `board:${key}`),
    end: key => redis.pexpire(`board:${key}`, 0),
  },
  fs: {
    open: () => createFileBoard(join(folder, 'board')),
    end: key => utimes(join(folder, 'board', key), 0, 0),
  },
}

describe.each(Object.entries(kinds))('the board of %s', (_, { open, end }) => {
  it('gives a key to one of fifty that try together, thirty times over, and the others what that one wrote', async () => {
    for (let round = 0; round < 30; round++) {
      const key = `key${round}`
      const found = await Promise.all(Array.from({ length: 50 }, (_, process) => open().claim(key, `${process}`, LIFE_MS)))
      const winner = found.indexOf(undefined)
      expect(found).toEqual(found.map((_, process) => process === winner ? undefined : `${winner}`))
    }
  })

  it('keeps what was posted last', async () => {
    await open().claim('key', 'claim', LIFE_MS)
    await open().post('key', 'outcome', LIFE_MS)
    expect(await open().claim('key', 'claim', LIFE_MS)).toBe('outcome')
  })

  it('gives a key anew after its life', async () => {
    await open().claim('key', 'first', LIFE_MS)
    await end('key')
    expect(await open().claim('key', 'second', LIFE_MS)).toBeUndefined()
    expect(await open().claim('key', 'third', LIFE_MS)).toBe('second')
  })
})

it('the board of fs is for this user alone, and clears away what is over', async () => {
  await createFileBoard(folder).claim('old', 'note', LIFE_MS)
  expect((await stat(join(folder, 'old'))).mode & 0o777).toBe(0o600)
  await utimes(join(folder, 'old'), 0, 0)
  await createFileBoard(folder).claim('new', 'note', LIFE_MS)
  await expect.poll(() => readdir(folder)).toEqual(['new'])
})

it('the board of Redis heals what is no text', async () => {
  await redis.hset('board:key', 'a', 'b')
  const board = createRedisBoard(Promise.resolve(redis), key => `board:${key}`)
  expect(await board.claim('key', 'note', LIFE_MS)).toBeUndefined()
  expect(await redis.pttl('board:key')).toBeGreaterThan(0)
})
