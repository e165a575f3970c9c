import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Fault } from '../../simulator/api/faults/faults'
import type { Answer, App } from '../app'
import { createMatrix, type Matrix } from '../matrix'

let matrix: Matrix
let app: App
let env: Record<string, string>

beforeEach(async () => {
  matrix = await createMatrix()
  const { weChat } = matrix
  env = {
    NUXT_WECHAT_OPEN_BASE: weChat.url,
    NUXT_WECHAT_SITE_ORIGIN: 'https://m.example.com',
    NUXT_SESSION_PASSWORD: 'canary-password-canary-password-32',
  }
  app = await matrix.start({ env, isControlled: true })
})

// Looks for the code, the openid, the tokens and the secret in all that was said.
afterEach(() => matrix.end())

/** Goes to WeChat and comes back with a code that WeChat has granted, to each of these apps at once. */
async function signIn(...apps: App[]): Promise<string[]> {
  const { headers } = await matrix.ask(app, '/api/wx/login')
  const state = new URL(String(headers.location)).searchParams.get('state')
  const cookie = headers['set-cookie']?.map(text => text.split(';')[0]).join('; ') ?? ''
  const code = matrix.weChat.simulator.issueCode({ scope: 'snsapi_userinfo' })
  comeBack = one => matrix.ask(one, `/api/wx/callback?code=${code}&state=${state}`, { Cookie: cookie, Accept: 'application/json' })
  return (await Promise.all(apps.map(comeBack))).map(outcomeOf)
}

/** Loads the latest callback once more. */
let comeBack: (app: App) => Promise<Answer>

function outcomeOf({ status, text }: Answer): string {
  return status === 303 ? '303' : `${status} ${JSON.parse(text).data.code}`
}

it('a user signs in, and no other reader learns who', async () => {
  expect(await signIn(app)).toEqual(['303'])
})

it('twenty equal callbacks in one process ask WeChat once and all sign in', async () => {
  matrix.weChat.simulator.fault('access_token', { kind: 'delay', ms: 500 })
  expect(await signIn(...Array.from({ length: 20 }, () => app))).toEqual(Array.from({ length: 20 }, () => '303'))
  expect(matrix.weChat.simulator.count('access_token')).toBe(1)
  expect(matrix.weChat.simulator.count('userinfo')).toBe(1)
})

it('four equal callbacks over two processes are exchanged once and all sign in, with Redis', async () => {
  const [one, other] = [await matrix.start({ env, isControlled: true }), await matrix.start({ env })]
  const { simulator } = matrix.weChat
  expect(await signIn(one, other, one, other)).toEqual(['303', '303', '303', '303'])
  // One of two calls is answered 40163: that process takes the user from the other.
  expect(simulator.calls.filter(({ endpoint, answer }) => endpoint === 'access_token' && answer?.openid)).toHaveLength(1)
  expect(simulator.count('userinfo')).toBe(1)
  await matrix.pass(one, 10 * 60_000)
  expect(outcomeOf(await comeBack(one))).toBe('400 oauth_state_invalid')
})

it.each<[string, Fault]>([
  ['503 wechat_busy', { kind: 'errcode', errcode: -1 }],
  ...[40029, 40163, 41008, 42003].map((errcode): [string, Fault] => ['400 oauth_code_invalid', { kind: 'errcode', errcode }]),
  ...[40030, 42002, 42007].map((errcode): [string, Fault] => ['502 wechat_error', { kind: 'errcode', errcode }]),
  ['503 wechat_secret_invalid', { kind: 'errcode', errcode: 40125 }],
  ['503 wechat_unreachable', { kind: 'reset' }],
  ['503 wechat_timeout', { kind: 'slow-body', everyMs: 100 }],
  ['502 wechat_bad_response', { kind: 'html' }],
  ['502 wechat_bad_response', { kind: 'truncated' }],
  ['502 wechat_bad_response', { kind: 'redirect' }],
])('a sign-in is %s, and works the next time, where the code is answered with %j', async (expected, fault) => {
  matrix.weChat.simulator.fault('access_token', fault)
  expect(await signIn(app)).toEqual([expected])
  matrix.weChat.simulator.clearFaults()
  expect(await signIn(app)).toEqual(['303'])
})
