import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type StandaloneSimulator } from '../../simulator/standalone'
import { send, startApp } from '../app'
import { freePort } from '../free-port'
import { startRedis, type TestRedis } from '../redis'

const PATH = '/api/wx/config?url=https%3A%2F%2Fexample.com%2F'

let weChat: StandaloneSimulator
let folder: string

beforeAll(async () => {
  weChat = await startSimulator()
  folder = await mkdtemp(join(tmpdir(), 'nuxt-wechat-'))
})

beforeEach(() => weChat.simulator.clearCalls())

afterAll(async () => {
  await weChat.close()
  await rm(folder, { recursive: true })
})

/** Starts an app on this storage, asks once, and ends it; the answer's status. */
async function askOnce(storage: string): Promise<number> {
  const app = await startApp({ env: {
    NUXT_WECHAT_APP_ID: weChat.simulator.appId,
    NUXT_WECHAT_APP_SECRET: weChat.simulator.appSecret,
    NUXT_WECHAT_API_BASE: weChat.url,
    NUXT_WECHAT_JS_DOMAINS: 'example.com',
    NUXT_WECHAT_STORAGE: storage,
  } })
  const { status } = await send(app.url, PATH)
  await app.stop('SIGTERM')
  return status
}

describe('the ticket, when the same build is started again', () => {
  it('is asked for anew with memory', async () => {
    expect([await askOnce('memory'), await askOnce('memory')]).toEqual([200, 200])
    // The token and the ticket of WeChat are the same still; what counts is who asked.
    expect(weChat.simulator.count()).toBe(4)
  })

  it('is kept in a file with fs:, for this user alone, without the secret', async () => {
    expect([await askOnce(`fs:${folder}`), await askOnce(`fs:${folder}`)]).toEqual([200, 200])
    expect(weChat.simulator.count()).toBe(2)
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
    expect(files).toHaveLength(1)
    for (const file of files)
      expect(file + await readFile(file, 'utf8')).not.toContain(weChat.simulator.appSecret)
    // Also where the folder itself was there before, and others may read it.
    expect((await stat(join(folder, 'nuxt-wechat'))).mode & 0o077).toBe(0)
  })

  describe('with redis:', () => {
    let server: TestRedis

    beforeAll(async () => {
      server = await startRedis()
    })

    afterAll(() => server.stop())

    it('is kept with an expiry, and without the secret', async () => {
      expect([await askOnce(server.url), await askOnce(server.url)]).toEqual([200, 200])
      expect(weChat.simulator.count()).toBe(2)
      const redis = new Redis(server.url)
      const keys = await redis.keys('*')
      expect(keys).toHaveLength(1)
      for (const key of keys) {
        expect(await redis.ttl(key)).toBeGreaterThan(7000)
        expect(key + await redis.get(key)).not.toContain(weChat.simulator.appSecret)
      }
      redis.disconnect()
    })

    it('needs a Redis user that may run a few commands on its own keys', async () => {
      const redis = new Redis(server.url)
      await redis.flushall()
      await redis.acl('SETUSER', 'app', 'on', '>password', '~nuxt-wechat:*', ...['eval', 'get', 'set', 'del', 'pttl', 'info'].map(name => `+${name}`))
      const url = server.url.replace('//', '//app:password@')
      expect([await askOnce(url), await askOnce(url)]).toEqual([200, 200])
      expect(weChat.simulator.count()).toBe(2)
      redis.disconnect()
    })
  })

  it('is fetched without a storage where Redis does not answer', async () => {
    expect(await askOnce(`redis://127.0.0.1:${await freePort()}`)).toBe(200)
  })
})
