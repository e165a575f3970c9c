import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Fault } from '../../modules/wechat-simulator/api/faults'
import type { App } from '../app'
import { createMatrix, type Matrix } from '../matrix'

let matrix: Matrix
let app: App

beforeEach(async () => {
  matrix = await createMatrix()
  const { weChat } = matrix
  app = await matrix.start({ env: {
    NUXT_WECHAT_OPEN_BASE: weChat.url,
    NUXT_WECHAT_SITE_ORIGIN: 'https://m.example.com',
    NUXT_SESSION_PASSWORD: 'canary-password-canary-password-32',
  } })
})

// Looks for the code, the openid, the tokens and the secret in all that was said.
afterEach(() => matrix.end())

/** Goes to WeChat and comes back with a code that WeChat has granted. */
async function signIn(): Promise<string> {
  const { headers } = await matrix.ask(app, '/api/wx/login')
  const state = new URL(String(headers.location)).searchParams.get('state')
  const cookie = headers['set-cookie']?.map(text => text.split(';')[0]).join('; ') ?? ''
  const code = matrix.weChat.simulator.issueCode({ scope: 'snsapi_userinfo' })
  const answer = await matrix.ask(app, `/api/wx/callback?code=${code}&state=${state}`, { Cookie: cookie, Accept: 'application/json' })
  return answer.status === 303 ? '303' : `${answer.status} ${JSON.parse(answer.text).data.code}`
}

it('a person signs in, and nobody else learns who', async () => {
  expect(await signIn()).toBe('303')
})

it.each<[string, Fault]>([
  ['503 wechat_busy', { kind: 'errcode', errcode: -1 }],
  ['400 oauth_code_invalid', { kind: 'errcode', errcode: 40163 }],
  ['503 wechat_secret_invalid', { kind: 'errcode', errcode: 40125 }],
  ['503 wechat_unreachable', { kind: 'reset' }],
  ['503 wechat_timeout', { kind: 'slow-body', everyMs: 100 }],
  ['502 wechat_bad_response', { kind: 'html' }],
  ['502 wechat_bad_response', { kind: 'truncated' }],
  ['502 wechat_bad_response', { kind: 'redirect' }],
])('a sign-in is %s, and works the next time, where the code is answered with %j', async (expected, fault) => {
  matrix.weChat.simulator.fault('access_token', fault)
  expect(await signIn()).toBe(expected)
  matrix.weChat.simulator.clearFaults()
  expect(await signIn()).toBe('303')
})
