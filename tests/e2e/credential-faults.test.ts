import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMatrix, linesWith, readKeys, ROTATED_SECRET, type Matrix } from '../matrix'
import { startRedis } from '../redis'
import { ageKeys } from '../redis-clock.mjs'

interface TestStorage {
  /** As `NUXT_WECHAT_STORAGE` takes it. */
  url: string
  /** The names under which something is kept. */
  names(): Promise<string[]>
  /** Time goes by for what expires by the storage's own clock. */
  age(ms: number): Promise<void>
  end(): Promise<unknown>
}

async function openFolder(): Promise<TestStorage> {
  const folder = await mkdtemp(join(tmpdir(), 'nuxt-wechat-'))
  return { url: `fs:${folder}`, names: () => readdir(folder, { recursive: true }), age: async () => {}, end: () => rm(folder, { recursive: true }) }
}

async function openRedis(): Promise<TestStorage> {
  const redis = await startRedis()
  return { url: redis.url, names: () => readKeys(redis), age: ms => ageKeys(redis.url, ms), end: () => redis.stop() }
}

describe.each([['Redis', openRedis], ['a folder', openFolder]])('on %s,', (_, open) => {
  let storage: TestStorage
  let matrix: Matrix

  beforeEach(async () => {
    storage = await open()
    matrix = await createMatrix({ env: { NUXT_WECHAT_STORAGE: storage.url } })
  })

  afterEach(async () => {
    for (const name of await storage.names())
      matrix.hear(name)
    await matrix.end()
    await storage.end()
  })

  describe('expires_in', () => {
    it.each<[unknown, number]>([[undefined, 60], [0, 60], [-7200, 60], ['soon', 60], [null, 60], ['345', 345], [1e15, 7200]])('%j counts as %i seconds', async (value, seconds) => {
      matrix.weChat.simulator.fault('all', { kind: 'expires-in', value })
      const app = await matrix.start()
      expect(await matrix.askOften(app, 10)).toEqual([200])
      const { jsapiTicket } = await matrix.health(app)
      expect(jsapiTicket?.expiresInSeconds).toBeLessThanOrEqual(seconds)
      expect(jsapiTicket?.expiresInSeconds).toBeGreaterThan(seconds - 10)
    })
  })

  describe('an app that starts on an old store', () => {
    it('takes what is there under the same account', async () => {
      await matrix.ask(await matrix.start())
      expect(await matrix.askOften(await matrix.start(), 10)).toEqual([200])
      expect(matrix.weChat.simulator.count()).toBe(2)
    })

    it('believes in no ticket for longer than it lives, though the clock was set back an hour meanwhile', async () => {
      matrix.weChat.simulator.fault('all', { kind: 'expires-in', value: 600 })
      const before = await matrix.start({ isControlled: true, env: { CLOCK_AHEAD_MS: '3600000' } })
      expect((await matrix.ask(before)).status).toBe(200)
      await before.stop()
      const app = await matrix.start()
      expect(await matrix.askOften(app, 10)).toEqual([200])
      expect((await matrix.health(app)).jsapiTicket?.expiresInSeconds).toBeLessThanOrEqual(600)
    })

    it('asks anew after the secret was reset in the console, and signs with the new ticket alone', async () => {
      await matrix.ask(await matrix.start())
      const next = await createMatrix({ env: { NUXT_WECHAT_STORAGE: storage.url }, weChatOptions: { appSecret: ROTATED_SECRET } })
      const app = await next.start({ env: { NUXT_WECHAT_APP_SECRET: ROTATED_SECRET } })
      expect(await next.askOften(app, 10)).toEqual([200])
      expect(next.weChat.simulator.count()).toBe(2)
      await next.end()
    })

    it('asks anew for another AppID', async () => {
      await matrix.ask(await matrix.start())
      const next = await createMatrix({ env: { NUXT_WECHAT_STORAGE: storage.url }, weChatOptions: { appId: 'wx0000000000other1' } })
      const app = await next.start()
      expect(await next.askOften(app, 10)).toEqual([200])
      expect(next.weChat.simulator.count()).toBe(2)
      await next.end()
    })
  })

  it('a secret that is reset while the app runs fails no page for the life of the ticket, and then says which variable to mend', async () => {
    const { simulator } = matrix.weChat
    const app = await matrix.start({ isControlled: true })
    expect(await matrix.askOften(app, 10)).toEqual([200])
    simulator.fault('stable_token', { kind: 'errcode', errcode: 40125 })
    simulator.revokeAccessToken()
    await storage.age(117 * 60_000)
    await app.control({ moveClockMs: 117 * 60_000 })
    expect(await matrix.askOften(app, 20)).toEqual([200])
    await storage.age(4 * 60_000)
    await app.control({ moveClockMs: 4 * 60_000 })
    const { status, text } = await matrix.ask(app)
    expect([status, JSON.parse(text).data.code, JSON.parse(text).data.hint]).toEqual([503, 'wechat_secret_invalid', expect.stringContaining('NUXT_WECHAT_APP_SECRET')])
  })
})

it('a disk that takes no more costs no page and one line', async () => {
  const { url, end } = await openFolder()
  const matrix = await createMatrix({ env: { NUXT_WECHAT_STORAGE: url } })
  const app = await matrix.start({ largestFile: 0 })
  expect(await matrix.askOften(app, 50)).toEqual([200])
  await expect.poll(() => linesWith(app, 'The storage fails').length).toBe(1)
  expect((await matrix.health(app)).storage.state).toBe('failing')
  // What is left of the file counts as nothing.
  expect(await matrix.askOften(await matrix.start(), 10)).toEqual([200])
  await matrix.end()
  await end()
})

it('a folder that cannot be made costs no page and one line', async () => {
  const matrix = await createMatrix({ env: { NUXT_WECHAT_STORAGE: 'fs:/dev/null/wechat' } })
  const app = await matrix.start()
  expect(await matrix.askOften(app, 10)).toEqual([200])
  await expect.poll(() => linesWith(app, 'The storage fails').length).toBe(1)
  await matrix.end()
})
