import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator, type StandaloneSimulator } from '../../simulator/standalone'
import { send, startApp, type App } from '../app'

const PAGE = '/api/wx/config?url=https%3A%2F%2Fexample.com%2F'

let weChat: StandaloneSimulator
let app: App

beforeAll(async () => {
  weChat = await startSimulator()
})

afterEach(() => app.stop())

afterAll(() => weChat.close())

async function start(env: Record<string, string>): Promise<void> {
  app = await startApp({ env: {
    NUXT_WECHAT_APP_ID: weChat.simulator.appId,
    NUXT_WECHAT_APP_SECRET: weChat.simulator.appSecret,
    NUXT_WECHAT_API_BASE: weChat.url,
    NUXT_WECHAT_JS_DOMAINS: 'example.com',
    ...env,
  } })
}

/** The statuses of so many requests, one after the other. */
async function ask(times: number, headers: Record<string, string> = {}, path = PAGE): Promise<number[]> {
  const statuses = []
  for (let index = 0; index < times; index++)
    statuses.push((await send(app.url, path, { headers })).status)
  return statuses
}

const signIn = { NUXT_WECHAT_SITE_ORIGIN: 'https://m.example.com', NUXT_SESSION_PASSWORD: 'canary-password-canary-password-32' }

const times = (status: number, count: number) => Array.from({ length: count }, () => status)

describe('with NUXT_WECHAT_RATE_LIMIT=5', () => {
  it('the sixth request of a minute is refused with 429 rate_limited and a Retry-After, whatever it asks for', async () => {
    await start({ NUXT_WECHAT_RATE_LIMIT: '5' })
    expect(await ask(4)).toEqual(times(200, 4))
    expect(await ask(1, {}, '/api/wx/nothing')).toEqual([404])
    const { status, headers, text } = await send(app.url, PAGE)
    expect(status).toBe(429)
    expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1)
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60)
    expect(headers).toMatchObject({ 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' })
    expect(JSON.parse(text)).toMatchObject({ error: true, statusCode: 429, data: { code: 'rate_limited', hint: expect.any(String) } })
    expect(await ask(1, {}, '/api/wx/user')).toEqual([429])
  })

  it('a load balancer may ask for the health as often as it wants, and pages are not counted', async () => {
    await start({ NUXT_WECHAT_RATE_LIMIT: '5' })
    await ask(1)
    expect(await ask(20, {}, '/api/wx/health')).toEqual(times(200, 20))
    expect(await ask(20, {}, '/api/wx/health/')).toEqual(times(200, 20))
    expect(await ask(20, {}, '/')).toEqual(times(200, 20))
    expect(await ask(1)).toEqual([200])
  })

  it('a page that asks who the visitor is while the server renders it is not counted: no load of it shuts another user out', async () => {
    await start({ ...signIn, NUXT_WECHAT_RATE_LIMIT: '5', NUXT_WECHAT_TRUSTED_PROXIES: '127.0.0.1' })
    for (let index = 0; index < 20; index++) {
      const { status, text } = await send(app.url, '/profile', { headers: { 'X-Forwarded-For': '203.0.113.1' } })
      expect(status).toBe(200)
      expect(text).not.toContain('rate_limited')
    }
    expect(await ask(1, { 'X-Forwarded-For': '203.0.113.1' })).toEqual([200])
    expect((await send(app.url, '/profile', { headers: { 'X-Forwarded-For': '203.0.113.2' } })).text).not.toContain('rate_limited')
  })

  it('who comes by a trusted proxy is counted by the address that the proxy names', async () => {
    await start({ NUXT_WECHAT_RATE_LIMIT: '5', NUXT_WECHAT_TRUSTED_PROXIES: '127.0.0.1' })
    expect(await ask(6, { 'X-Forwarded-For': '203.0.113.1' })).toEqual([...times(200, 5), 429])
    expect(await ask(1, { 'X-Forwarded-For': '203.0.113.2' })).toEqual([200])
    // What a visitor puts before it changes nothing.
    expect(await ask(1, { 'X-Forwarded-For': '198.51.100.9, 203.0.113.1' })).toEqual([429])
  })

  it('who comes by another proxy is counted by that one, whatever is in the headers', async () => {
    await start({ NUXT_WECHAT_RATE_LIMIT: '5' })
    for (let index = 0; index < 5; index++)
      expect(await ask(1, { 'X-Forwarded-For': `203.0.113.${index}` })).toEqual([200])
    expect(await ask(1, { 'X-Forwarded-For': '203.0.113.9' })).toEqual([429])
  })

  it('a browser that signs in sees a page', async () => {
    await start({ NUXT_WECHAT_RATE_LIMIT: '1' })
    await ask(1)
    const { status, text } = await send(app.url, '/api/wx/login', { headers: { 'Accept': 'text/html', 'Accept-Language': 'en' } })
    expect(status).toBe(429)
    expect(text).toContain('Too many requests')
  })
})

it('without the variable no request is counted', async () => {
  await start({})
  expect(await ask(100)).toEqual(times(200, 100))
})
