import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Fault } from '../../simulator/api/faults/faults'
import { readLog } from '../log-lines'
import { createMatrix, PAGE, SECRET, type Matrix } from '../matrix'

let matrix: Matrix

beforeEach(async () => {
  matrix = await createMatrix()
})

afterEach(() => matrix.end())

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
    const { simulator } = matrix.weChat
    simulator.fault('all', fault)
    const app = await matrix.start()
    for (const time of ['first', 'later'])
      expect(await matrix.askOften(app, 100), time).toEqual([status])
    const { text } = await matrix.ask(app)
    expect(JSON.parse(text).data).toEqual({ code, hint: expect.any(String), ...fault.kind === 'errcode' && { errcode: fault.errcode } })
    expect(text).not.toContain('canary-message')
    expect(simulator.count()).toBeLessThanOrEqual(4)
    expect(readLog(app.output())).toContainEqual(expect.objectContaining({ event: 'renewal_failed', message: expect.stringContaining(code), code, ...fault.kind === 'errcode' && { errcode: fault.errcode } }))
  })

  it.each([40001, 40014, 42001])('502 wechat_error (%i to every ticket call)', async (code) => {
    const { simulator } = matrix.weChat
    simulator.fault('getticket', errcode(code))
    const app = await matrix.start()
    expect(await matrix.askOften(app, 100)).toEqual([502])
    expect(JSON.parse((await matrix.ask(app)).text).data).toMatchObject({ code: 'wechat_error', errcode: code })
    expect(simulator.count()).toBeLessThanOrEqual(6)
  })

  it.each([
    ['with Retry-After where waiting helps', -1, /^[1-9]/],
    ['without where it does not', 40125, /^undefined$/],
  ])('%s', async (_, code, header) => {
    matrix.weChat.simulator.fault('all', errcode(code))
    expect(String((await matrix.ask(await matrix.start())).headers['retry-after'])).toMatch(header)
  })

  it('503 wechat_unreachable where no server listens', async () => {
    expect((await matrix.ask(await matrix.start({ env: { NUXT_WECHAT_API_BASE: 'http://127.0.0.1:1' } }))).status).toBe(503)
  })

  it('and the log names the IP that the whitelist lacks', async () => {
    matrix.weChat.simulator.fault('all', { kind: 'errcode', errcode: 40164, errmsg: 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 1' })
    const app = await matrix.start()
    const { text } = await matrix.ask(app)
    expect(readLog(app.output())).toContainEqual(expect.objectContaining({ message: expect.stringContaining('203.0.113.7'), ip: '203.0.113.7' }))
    expect(text).not.toContain('203.0.113.7')
  })
})

describe('with a valid ticket every page is served, whatever fails', () => {
  it.each<[string, Fault]>([
    ['wechat_secret_invalid', errcode(40125)],
    ['wechat_busy', errcode(-1)],
    ['wechat_timeout', { kind: 'timeout' }],
    ['wechat_unreachable', { kind: 'reset' }],
    ['wechat_bad_response', { kind: 'html' }],
  ])('%s', async (code, fault) => {
    const app = await matrix.start({ isControlled: true })
    expect((await matrix.ask(app)).status).toBe(200)
    matrix.weChat.simulator.fault('all', fault)
    // Into the last four minutes of the ticket's life, in which it is renewed.
    await matrix.pass(app, 117 * 60_000)
    expect(await matrix.askOften(app, 100)).toEqual([200])
    await expect.poll(async () => (await matrix.health(app)).lastFailure?.code).toBe(code)
    expect(await matrix.askOften(app, 100)).toEqual([200])
  })
})

describe('a herd', () => {
  it('of a thousand cold requests causes one token call and one ticket call', async () => {
    const { simulator } = matrix.weChat
    simulator.fault('all', { kind: 'delay', ms: 500 })
    const app = await matrix.start()
    const answers = await Promise.all(Array.from({ length: 1000 }, () => matrix.ask(app, PAGE)))
    expect(answers.every(answer => answer.status === 200)).toBe(true)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'getticket'])
  })

  it('with the classic token too', async () => {
    const { simulator } = matrix.weChat
    simulator.fault('all', { kind: 'delay', ms: 500 })
    const app = await matrix.start({ env: { NUXT_WECHAT_TOKEN_ENDPOINT: 'classic' } })
    await matrix.askOften(app, 200)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['token', 'getticket'])
  })
})
