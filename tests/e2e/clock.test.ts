import { afterEach, beforeEach, expect, it } from 'vitest'
import type { WechatSignedConfig } from '../../shared/wechat'
import { signJsapi } from '../../server/wechat/signing/signature'
import { createMatrix, PAGE, type Matrix } from '../matrix'

const MINUTE = 60_000

let matrix: Matrix

beforeEach(async () => {
  matrix = await createMatrix()
})

afterEach(() => matrix.end())

it('ten minutes without WeChat fail no page while a ticket is valid; past its life pages are told why, until WeChat is back', async () => {
  const { simulator } = matrix.weChat
  const app = await matrix.start({ isControlled: true })
  expect(await matrix.askOften(app, 10)).toEqual([200])
  // Ten minutes before the end: the renewal falls into them.
  await matrix.pass(app, 109 * MINUTE)
  simulator.fault('all', { kind: 'errcode', errcode: -1 })
  for (let minute = 0; minute < 10; minute++) {
    await matrix.pass(app, MINUTE)
    expect(await matrix.askOften(app, 20)).toEqual([200])
  }
  await matrix.pass(app, MINUTE + 1000)
  const { status, text } = await matrix.ask(app)
  expect([status, JSON.parse(text).data.code]).toEqual([503, 'wechat_busy'])
  expect(await matrix.askOften(app, 20)).toEqual([503])
  simulator.clearFaults()
  await matrix.pass(app, 2 * MINUTE)
  expect(await matrix.askOften(app, 20)).toEqual([200])
})

it('a page that is asked for again within a second is signed once, and anew in the next second', async () => {
  const app = await matrix.start({ isControlled: true })
  const ask = async (path?: string): Promise<WechatSignedConfig> => JSON.parse((await matrix.ask(app, path)).text)
  let [first, second] = [await ask(), await ask()]
  // The second may have ended between them.
  while (first.timestamp !== second.timestamp)
    [first, second] = [await ask(), await ask()]
  expect(second).toEqual(first)
  expect((await ask(`${PAGE}another`)).url).toBe('https://example.com/another')
  await matrix.pass(app, 1000)
  const later = await ask()
  expect(later.timestamp).toBeGreaterThan(first.timestamp)
  expect(later.nonceStr).not.toBe(first.nonceStr)
  const [jsapiTicket = ''] = matrix.weChat.simulator.calls.flatMap(({ answer = {} }) => typeof answer.ticket === 'string' ? [answer.ticket] : [])
  for (const config of [first, later])
    expect(config.signature).toBe(signJsapi({ ...config, jsapiTicket }))
})

it('a clock that jumps costs no page and keeps no ticket young', async () => {
  const { simulator } = matrix.weChat
  const app = await matrix.start({ isControlled: true })
  expect(await matrix.askOften(app, 10)).toEqual([200])
  await app.control({ moveClockMs: -24 * 60 * MINUTE })
  expect(await matrix.askOften(app, 10)).toEqual([200])
  expect((await matrix.health(app)).jsapiTicket?.expiresInSeconds).toBeLessThanOrEqual(7200)
  await app.control({ moveClockMs: 48 * 60 * MINUTE })
  expect(await matrix.askOften(app, 10)).toEqual([200])
  expect(simulator.count('getticket')).toBe(2)
  await app.control({ moveClockMs: -24 * 60 * MINUTE })
  expect(await matrix.askOften(app, 10)).toEqual([200])
})

it('a clock that jumps after a failure makes no page wait longer', async () => {
  matrix.weChat.simulator.fault('all', { kind: 'errcode', errcode: 45011 })
  const app = await matrix.start({ isControlled: true })
  expect(await matrix.askOften(app, 1)).toEqual([503])
  await app.control({ moveClockMs: -24 * 60 * MINUTE })
  const { headers } = await matrix.ask(app)
  expect(Number(headers['retry-after'])).toBeLessThanOrEqual(75)
  expect(Number(headers['retry-after'])).toBeGreaterThan(30)
})

it.each([['stable', 'stable_token'], ['classic', 'token']] as const)('a %s token that another program has revoked is replaced when the ticket\'s renewal is refused, and no page notices', async (kind, endpoint) => {
  // The ticket falls due long before the token, so that nothing but WeChat's refusal tells that the token is none.
  const briefTickets = await createMatrix({ weChatOptions: { ticketLifetimeSeconds: 1200 } })
  const { simulator } = briefTickets.weChat
  const app = await briefTickets.start({ isControlled: true, env: { NUXT_WECHAT_TOKEN_ENDPOINT: kind } })
  expect(await briefTickets.askOften(app, 10)).toEqual([200])
  simulator.revokeAccessToken()
  simulator.clearCalls()
  await briefTickets.pass(app, 18 * MINUTE)
  expect(await briefTickets.askOften(app, 10)).toEqual([200])
  await expect.poll(async () => (await briefTickets.health(app)).jsapiTicket?.ageSeconds).toBeLessThan(10)
  expect(simulator.calls.map(call => [call.endpoint, call.answer?.errcode ?? 0])).toEqual([['getticket', 40001], [endpoint, 0], ['getticket', 0]])
  const { accessToken, lastFailure } = await briefTickets.health(app)
  expect(accessToken?.ageSeconds).toBeLessThan(10)
  expect(lastFailure).toBeNull()
  await briefTickets.end()
})
