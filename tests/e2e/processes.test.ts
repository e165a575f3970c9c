import { afterAll, beforeAll, expect, it } from 'vitest'
import { startSimulator, type StandaloneSimulator } from '../../simulator/standalone'
import { signJsapi } from '../../server/wechat/signing/signature'
import type { WechatSignedConfig } from '../../shared/wechat'
import { send, startApp, type App } from '../app'
import { startRedis, type TestRedis } from '../redis'

const PATH = '/api/wx/config?url=https%3A%2F%2Fexample.com%2F'

let redis: TestRedis

beforeAll(async () => {
  redis = await startRedis()
})

afterAll(() => redis.stop())

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

/** Asks for so many pages as soon as the server listens. */
async function askColdly(app: Promise<App>, pages: number): Promise<WechatSignedConfig[]> {
  const { url } = await app
  return Promise.all(Array.from({ length: pages }, async () => {
    const { status, text } = await send(url, PATH)
    expect(status).toBe(200)
    return JSON.parse(text)
  }))
}

it.each([
  [1, 1000, 'memory', 1],
  [4, 250, 'Redis', 3],
] as const)('%i process(es) that %i cold pages ask each, with %s, ask WeChat for one token and one ticket, and sign with that one', async (processes, pages, kind, rounds) => {
  for (let round = 0; round < rounds; round++) {
    const weChat = await startSimulator({ appId: `wx${kind}${String(round).padStart(8, '0')}` })
    // So that the pages come before the answer does.
    weChat.simulator.fault('all', { kind: 'delay', ms: 200 })
    const apps = Array.from({ length: processes }, () => start(weChat, kind === 'memory' ? kind : redis.url))
    const configs = (await Promise.all(apps.map(app => askColdly(app, pages)))).flat()
    expect(weChat.simulator.calls.map(({ endpoint }) => endpoint)).toEqual(['token', 'getticket'])
    const [jsapiTicket] = weChat.simulator.calls.flatMap(({ answer = {} }) => typeof answer.ticket === 'string' ? [answer.ticket] : [])
    const wrong = configs.filter(config => signJsapi({ ...config, jsapiTicket: jsapiTicket ?? '' }) !== config.signature)
    expect(wrong).toEqual([])
    await Promise.all(apps.map(async app => (await app).stop()))
    await weChat.close()
  }
}, 180_000)
