import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator, type StandaloneSimulator } from '../../modules/wechat-simulator/standalone'
import { signJsapi } from '../../server/wechat/signature'
import type { WechatSignedConfig } from '../../shared/wechat'
import { send, startApp, type App } from '../app'
import { startRedis, type TestRedis } from '../redis'

const PATH = '/api/wx/config?url=https%3A%2F%2Fexample.com%2F'
const PROCESSES = 4
const PAGES = 250

let redis: TestRedis
let folder: string

beforeAll(async () => {
  redis = await startRedis()
  folder = await mkdtemp(join(tmpdir(), 'nuxt-wechat-'))
})

afterAll(async () => {
  await redis.stop()
  await rm(folder, { recursive: true })
})

function start(weChat: StandaloneSimulator, storage: string): Promise<App> {
  return startApp({ env: {
    NUXT_WECHAT_APP_ID: weChat.simulator.appId,
    NUXT_WECHAT_APP_SECRET: weChat.simulator.appSecret,
    NUXT_WECHAT_API_BASE: weChat.url,
    NUXT_WECHAT_JS_DOMAINS: 'example.com',
    NUXT_WECHAT_STORAGE: storage,
    // The one that makes a second call felt: it cancels the token of the first.
    NUXT_WECHAT_TOKEN_ENDPOINT: 'classic',
  } })
}

/** Asks for a page again and again until the server is there at all, and then as often as is wanted. */
async function askColdly(app: Promise<App>): Promise<WechatSignedConfig[]> {
  const { url } = await app
  return Promise.all(Array.from({ length: PAGES }, async () => {
    const { status, text } = await send(url, PATH)
    expect(status).toBe(200)
    return JSON.parse(text)
  }))
}

describe.each([['redis', 20], ['fs', 5]] as const)('four processes on %s', (kind, rounds) => {
  it(`ask WeChat for one token and one ticket when ${PAGES} cold pages ask each, and sign with that one, ${rounds} times`, async () => {
    for (let round = 0; round < rounds; round++) {
      const weChat = await startSimulator({ appId: `wx${kind}${String(round).padStart(8, '0')}` })
      // So that the pages come before the answer does.
      weChat.simulator.fault('all', { kind: 'delay', ms: 200 })
      const apps = Array.from({ length: PROCESSES }, () => start(weChat, kind === 'fs' ? `fs:${folder}` : redis.url))
      const configs = (await Promise.all(apps.map(askColdly))).flat()
      expect(weChat.simulator.count('token')).toBe(1)
      expect(weChat.simulator.count('getticket')).toBe(1)
      const [jsapiTicket] = weChat.simulator.calls.flatMap(({ answer = {} }) => typeof answer.ticket === 'string' ? [answer.ticket] : [])
      const wrong = configs.filter(config => signJsapi({ ...config, jsapiTicket: jsapiTicket ?? '' }) !== config.signature)
      expect(wrong).toEqual([])
      await Promise.all(apps.map(async app => (await app).stop()))
      await weChat.close()
    }
  }, 120_000)
})
