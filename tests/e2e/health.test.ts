import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator, type StandaloneSimulator } from '../../simulator/standalone'
import type { WechatHealth } from '../../shared/wechat'
import { send, startApp, type App } from '../app'

const SECRET = 'canarycanarycanarycanarycanary99'
const PATH = '/api/wx/health'
const seconds = expect.any(Number)

let weChat: StandaloneSimulator
let app: App | undefined

beforeAll(async () => {
  weChat = await startSimulator({ appSecret: SECRET })
})

afterEach(async () => {
  await app?.stop()
  weChat.simulator.clearFaults()
  weChat.simulator.clearCalls()
})

afterAll(() => weChat.close())

async function start(env: Record<string, string> = {}): Promise<App> {
  return app = await startApp({ env: {
    NUXT_WECHAT_APP_ID: weChat.simulator.appId,
    NUXT_WECHAT_APP_SECRET: SECRET,
    NUXT_WECHAT_API_BASE: weChat.url,
    NUXT_WECHAT_JS_DOMAINS: 'example.com',
    ...env,
  } })
}

async function ask({ url }: App): Promise<[status: number, health: WechatHealth]> {
  const { status, text } = await send(url, PATH)
  return [status, JSON.parse(text)]
}

async function becomes(expected: string, running: App): Promise<void> {
  await expect.poll(() => ask(running).then(([status, health]) => `${status} ${health.status}`), { timeout: 10_000 }).toBe(expected)
}

describe('GET /api/wx/health', () => {
  it('is 200 ok once a ticket is held, without a page having asked', async () => {
    const running = await start()
    await becomes('200 ok', running)
    expect(await ask(running)).toEqual([200, {
      status: 'ok',
      storage: { kind: 'memory', state: 'ok' },
      accessToken: { ageSeconds: seconds, expiresInSeconds: seconds },
      jsapiTicket: { ageSeconds: seconds, expiresInSeconds: seconds },
      lastFailure: null,
    }])
  })

  it('is 503 unavailable without a ticket, and tells codes and times alone', async () => {
    weChat.simulator.fault('all', { kind: 'errcode', errcode: 40164, errmsg: `invalid ip 203.0.113.7, not in whitelist ${SECRET}` })
    const running = await start()
    await expect.poll(() => ask(running), { timeout: 10_000 }).toEqual([503, {
      status: 'unavailable',
      storage: { kind: 'memory', state: 'ok' },
      accessToken: null,
      jsapiTicket: null,
      lastFailure: { code: 'wechat_ip_not_allowed', errcode: 40164, endpoint: '/cgi-bin/stable_token', agoSeconds: seconds, retryInSeconds: seconds },
    }])
  })

  it('is 200 again by itself once WeChat is back', async () => {
    weChat.simulator.fault('all', { kind: 'errcode', errcode: -1 }, 1)
    const running = await start()
    await becomes('200 ok', running)
    expect(weChat.simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'stable_token', 'getticket'])
  })

  it('is 503 not_configured without an account', async () => {
    expect(await ask(await start({ NUXT_WECHAT_APP_ID: '' }))).toMatchObject([503, { status: 'not_configured', lastFailure: null }])
  })

  it('tells that the storage fails, and not where it is', async () => {
    const running = await start({ NUXT_WECHAT_STORAGE: 'redis://user:password@127.0.0.1:1' })
    await expect.poll(() => ask(running), { timeout: 10_000 }).toMatchObject([200, { status: 'ok', storage: { kind: 'redis', state: 'failing' } }])
    expect((await send(running.url, PATH)).text).not.toMatch(/password|127\.0\.0\.1/)
  })

  it('causes no call to WeChat, and holds no secret', async () => {
    const running = await start()
    await becomes('200 ok', running)
    const answers = await Promise.all(Array.from({ length: 200 }, () => send(running.url, PATH)))
    expect(weChat.simulator.count()).toBe(2)
    const secrets = weChat.simulator.calls.flatMap(({ answer = {} }) => [answer.access_token, answer.ticket].filter(value => typeof value === 'string'))
    expect(secrets).toHaveLength(2)
    for (const { text, headers } of answers) {
      for (const secret of [SECRET, ...secrets])
        expect(text + JSON.stringify(headers)).not.toContain(secret)
    }
  })

  it('takes HEAD, refuses POST, and is kept by no cache', async () => {
    const { url } = await start({ NUXT_WECHAT_APP_ID: '' })
    const head = await send(url, PATH, { method: 'HEAD' })
    expect([head.status, head.text]).toEqual([503, ''])
    expect(head.headers).toMatchObject({ 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' })
    const post = await send(url, `${PATH}?canary`, { method: 'POST' })
    expect([post.status, post.headers.allow, JSON.parse(post.text).message]).toEqual([405, 'GET, HEAD', 'Ask with GET or HEAD.'])
    expect(post.text).not.toContain('canary')
  })

  it('is 503 stopping from SIGTERM on, as long as the server answers', async () => {
    const running = await start({ NUXT_WECHAT_SHUTDOWN_DELAY: '60' })
    await becomes('200 ok', running)
    const stopped = running.stop('SIGTERM')
    await becomes('503 stopping', running)
    const page = await send(running.url, '/api/wx/config?url=https%3A%2F%2Fexample.com%2F')
    expect([page.status, page.headers.connection]).toEqual([200, 'close'])
    // Ctrl-C does not wait.
    void running.stop('SIGINT')
    expect((await stopped).code).toBe(0)
  })
})

it('without Nitro\'s own shutdown SIGTERM ends the process as ever', async () => {
  const running = await start({ NITRO_SHUTDOWN_DISABLED: 'true' })
  expect((await running.stop('SIGTERM')).code).toBeNull()
})
