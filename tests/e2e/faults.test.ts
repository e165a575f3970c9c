import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '../../modules/wechat-simulator/api/faults'
import { startSimulator, type StandaloneSimulator } from '../../modules/wechat-simulator/standalone'
import { send, startApp, type Answer, type App } from '../app'
import { startRedis, type TestRedis } from '../redis'
import { readLog } from '../log-lines'

const SECRET = 'canarycanarycanarycanarycanary99'
const PATH = '/api/wx/config?url=https%3A%2F%2Fexample.com%2F'

let weChat: StandaloneSimulator
let redis: TestRedis
let app: App | undefined

beforeAll(async () => {
  weChat = await startSimulator({ appSecret: SECRET })
  redis = await startRedis()
})

afterEach(async () => {
  weChat.simulator.clearFaults()
  weChat.simulator.clearCalls()
  await app?.stop()
  await redis.restart()
})

afterAll(async () => {
  await weChat.close()
  await redis.stop()
})

async function start(env: Record<string, string> = {}): Promise<App> {
  return app = await startApp({ env: {
    NUXT_WECHAT_APP_ID: weChat.simulator.appId,
    NUXT_WECHAT_APP_SECRET: SECRET,
    NUXT_WECHAT_API_BASE: weChat.url,
    NUXT_WECHAT_JS_DOMAINS: 'example.com',
    NUXT_WECHAT_STORAGE: redis.url,
    ...env,
  } })
}

function askOften(url: string, times: number): Promise<Answer[]> {
  return Promise.all(Array.from({ length: times }, () => send(url, PATH)))
}

/** All that WeChat gave out or was sent in these tests, and that nobody else may see. */
function secrets(): string[] {
  const given = weChat.simulator.calls.flatMap(({ answer = {} }) => [answer.access_token, answer.ticket].filter(value => typeof value === 'string'))
  return [SECRET, ...given]
}

function expectNoSecret(...texts: string[]): void {
  for (const secret of secrets()) {
    for (const text of texts)
      expect(text).not.toContain(secret)
  }
}

const errcode = (code: number): Fault => ({ kind: 'errcode', errcode: code, errmsg: `canary-message rid: 1 ${SECRET}` })

describe('without a ticket, a page is told what is wrong, WeChat is asked a few times, and no secret gets out', () => {
  it.each<[number, string, Fault]>([
    [503, 'wechat_busy', errcode(-1)],
    [503, 'wechat_secret_invalid', errcode(40001)],
    [503, 'wechat_secret_invalid', errcode(40125)],
    [503, 'wechat_appid_invalid', errcode(40013)],
    [503, 'wechat_ip_not_allowed', errcode(40164)],
    [503, 'wechat_secret_frozen', errcode(40243)],
    [503, 'wechat_quota_exceeded', errcode(45009)],
    [503, 'wechat_rate_limited', errcode(45011)],
    [503, 'wechat_unauthorized', errcode(48001)],
    [503, 'wechat_account_restricted', errcode(50002)],
    [502, 'wechat_error', errcode(41002)],
    [502, 'wechat_error', errcode(41004)],
    [502, 'wechat_error', errcode(61024)],
    [502, 'wechat_error', errcode(89503)],
    [502, 'wechat_error', errcode(99999)],
    [503, 'wechat_unreachable', { kind: 'reset' }],
    [502, 'wechat_bad_response', { kind: 'html' }],
    [502, 'wechat_bad_response', { kind: 'truncated' }],
    [502, 'wechat_bad_response', { kind: 'empty' }],
    [502, 'wechat_bad_response', { kind: 'oversized' }],
    [502, 'wechat_bad_response', { kind: 'redirect' }],
    [502, 'wechat_bad_response', { kind: 'http-status', status: 500 }],
    [502, 'wechat_bad_response', { kind: 'http-status', status: 503 }],
    [503, 'wechat_timeout', { kind: 'timeout' }],
    [503, 'wechat_timeout', { kind: 'slow-body', everyMs: 100 }],
  ])('%i %s', async (status, code, fault) => {
    weChat.simulator.fault('all', fault)
    const { url, output } = await start()
    const answers = await askOften(url, 100)
    answers.push(...await askOften(url, 100))
    for (const answer of answers) {
      expect(answer.status).toBe(status)
      expect(JSON.parse(answer.text).data).toEqual({ code, hint: expect.any(String), ...fault.kind === 'errcode' && { errcode: fault.errcode } })
      expect(answer.text).not.toContain('canary-message')
    }
    expect(weChat.simulator.count()).toBeLessThanOrEqual(4)
    expect(readLog(output())).toContainEqual(expect.objectContaining({ event: 'renewal_failed', message: expect.stringContaining(code), code, ...fault.kind === 'errcode' && { errcode: fault.errcode } }))
    expectNoSecret(output(), ...answers.map(({ text, headers }) => text + JSON.stringify(headers)))
  })

  it('with Retry-After where waiting helps, and without where it does not', async () => {
    weChat.simulator.fault('all', errcode(-1))
    const busy = await start()
    expect(Number((await send(busy.url, PATH)).headers['retry-after'])).toBeGreaterThanOrEqual(1)
    await busy.stop()
    await redis.restart()
    weChat.simulator.fault('all', errcode(40125))
    expect((await send((await start()).url, PATH)).headers['retry-after']).toBeUndefined()
  })

  it('503 wechat_unreachable where nobody listens', async () => {
    const { url } = await start({ NUXT_WECHAT_API_BASE: 'http://127.0.0.1:1' })
    expect((await send(url, PATH)).status).toBe(503)
  })

  it('and the log names the IP that the whitelist lacks', async () => {
    weChat.simulator.fault('all', { kind: 'errcode', errcode: 40164, errmsg: 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 1' })
    const { url, output } = await start()
    const { text } = await send(url, PATH)
    expect(readLog(output())).toContainEqual(expect.objectContaining({ message: expect.stringContaining('203.0.113.7'), ip: '203.0.113.7' }))
    expect(text).not.toContain('203.0.113.7')
  })
})

describe('with a valid ticket every page is served, whatever fails', () => {
  it.each<[string, Fault]>([
    ['errcode 40125', errcode(40125)],
    ['time-out', { kind: 'timeout' }],
    ['reset', { kind: 'reset' }],
    ['HTML', { kind: 'html' }],
  ])('%s', async (_, fault) => {
    weChat.simulator.settings.ticketLifetimeSeconds = 30
    const running = await start()
    expect((await send(running.url, PATH)).status).toBe(200)
    weChat.simulator.fault('all', fault)
    weChat.simulator.revokeAccessToken()
    const answers = await askOften(running.url, 100)
    expect(answers.map(answer => answer.status)).toEqual(answers.map(() => 200))
    weChat.simulator.settings.ticketLifetimeSeconds = 7200
  })
})

describe('a herd', () => {
  it('of a thousand cold requests causes one token call and one ticket call', async () => {
    weChat.simulator.fault('all', { kind: 'delay', ms: 500 })
    const answers = await askOften((await start()).url, 1000)
    expect(answers.every(answer => answer.status === 200)).toBe(true)
    expect(weChat.simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'getticket'])
    expect(new Set(answers.map(answer => JSON.parse(answer.text).nonceStr)).size).toBe(1000)
  })

  it('with the classic token too', async () => {
    weChat.simulator.fault('all', { kind: 'delay', ms: 500 })
    const { url } = await start({ NUXT_WECHAT_TOKEN_ENDPOINT: 'classic' })
    await askOften(url, 200)
    expect(weChat.simulator.calls.map(call => call.endpoint)).toEqual(['token', 'getticket'])
  })
})
