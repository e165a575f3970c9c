import { describe, expect, it } from 'vitest'
import { createSimulator, type SimulatorOptions } from '../../simulator/api/simulator'
import { testUsers } from '../../simulator/api/oauth/test-users'

const MINUTE = 60_000
const [mei] = testUsers

function openAccount(options: SimulatorOptions = {}) {
  const clock = { now: Date.UTC(2026, 10, 23) }
  const simulator = createSimulator({ now: () => clock.now, ...options })
  const { appId, appSecret } = simulator
  const get = (path: string, query: Record<string, string>) =>
    simulator.handle({ method: 'GET', path, query: new URLSearchParams(query), body: '', ip: '127.0.0.1', language: 'en' })
  const call = async (path: string, query: Record<string, string>) => ({ ...Object((await get(path, query)).json) })
  const exchange = (code: string, changed = {}) => call('/sns/oauth2/access_token', { appid: appId, secret: appSecret, code, grant_type: 'authorization_code', ...changed })
  const request = { appid: appId, redirect_uri: 'https://m.example.com/back?a=1', response_type: 'code', scope: 'snsapi_userinfo', state: 'abc' }
  return { simulator, clock, call, exchange, request, authorize: (query: Record<string, string>) => get('/connect/oauth2/authorize', query) }
}

describe('a code', () => {
  it('gives a token of its own and the openid', async () => {
    const { simulator, exchange } = openAccount()
    expect(await exchange(simulator.issueCode({ scope: 'snsapi_base' }))).toEqual({
      access_token: expect.any(String), expires_in: 7200, refresh_token: expect.any(String), openid: mei.openid, scope: 'snsapi_base',
    })
  })

  it('gives the unionid with snsapi_userinfo, and marks the snapshot user', async () => {
    const { simulator, exchange } = openAccount()
    expect(await exchange(simulator.issueCode({ scope: 'snsapi_userinfo' }))).toMatchObject({ unionid: mei.unionid })
    expect(await exchange(simulator.issueCode({ user: 'snapshot', scope: 'snsapi_userinfo' }))).toMatchObject({ is_snapshotuser: 1 })
  })

  it('works once', async () => {
    const { simulator, exchange } = openAccount()
    const code = simulator.issueCode({ scope: 'snsapi_base' })
    await exchange(code)
    expect(await exchange(code)).toMatchObject({ errcode: 40163 })
  })

  it('works for five minutes', async () => {
    const { simulator, clock, exchange } = openAccount()
    const code = simulator.issueCode({ scope: 'snsapi_base' })
    clock.now += 5 * MINUTE
    expect(await exchange(code)).toMatchObject({ errcode: 42003 })
  })

  it.each([
    [40029, { code: 'nonsense' }],
    [41008, { code: '' }],
    [40013, { appid: 'wx0' }],
    [41002, { appid: '' }],
    [40125, { secret: 'no' }],
    [41004, { secret: '' }],
    [40002, { grant_type: 'client_credential' }],
  ])('is refused with %i for %j', async (errcode, changed) => {
    const { simulator, exchange } = openAccount()
    expect(await exchange(simulator.issueCode({ scope: 'snsapi_base' }), changed)).toMatchObject({ errcode })
  })
})

describe('a token of web sign-in', () => {
  it('opens name and picture with snsapi_userinfo only', async () => {
    const { simulator, call, exchange } = openAccount()
    const full = await exchange(simulator.issueCode({ scope: 'snsapi_userinfo' }))
    expect(await call('/sns/userinfo', { access_token: full.access_token, openid: mei.openid, lang: 'zh_CN' }))
      .toEqual({ openid: mei.openid, nickname: mei.nickname, sex: 0, language: '', city: '', province: '', country: '', headimgurl: mei.headimgurl, privilege: [], unionid: mei.unionid })
    const base = await exchange(simulator.issueCode({ scope: 'snsapi_base' }))
    expect(await call('/sns/userinfo', { access_token: base.access_token, openid: mei.openid })).toMatchObject({ errcode: 48001 })
  })

  it('is checked, belongs to one openid, expires, and is renewed for thirty days', async () => {
    const { simulator, clock, call, exchange } = openAccount()
    const { access_token, refresh_token } = await exchange(simulator.issueCode({ scope: 'snsapi_base' }))
    expect(await call('/sns/auth', { access_token, openid: mei.openid })).toEqual({ errcode: 0, errmsg: 'ok' })
    expect(await call('/sns/auth', { access_token, openid: 'other' })).toMatchObject({ errcode: 40003 })
    clock.now += 120 * MINUTE
    expect(await call('/sns/auth', { access_token, openid: mei.openid })).toMatchObject({ errcode: 42001 })
    const refresh = () => call('/sns/oauth2/refresh_token', { appid: simulator.appId, grant_type: 'refresh_token', refresh_token })
    expect(await refresh()).toMatchObject({ openid: mei.openid, refresh_token })
    clock.now += 30 * 24 * 60 * MINUTE
    expect(await refresh()).toMatchObject({ errcode: 42002 })
  })

  it('is not one of the account, nor the other way round', async () => {
    const { simulator, call, exchange } = openAccount()
    const { access_token } = await exchange(simulator.issueCode({ scope: 'snsapi_base' }))
    expect(await call('/cgi-bin/ticket/getticket', { access_token, type: 'jsapi' })).toMatchObject({ errcode: 40001 })
    const token = await call('/cgi-bin/token', { grant_type: 'client_credential', appid: simulator.appId, secret: simulator.appSecret })
    expect(await call('/sns/userinfo', { access_token: token.access_token, openid: mei.openid })).toMatchObject({ errcode: 40001 })
  })
})

describe('the authorise page', () => {
  it('asks the user for snsapi_userinfo, and comes back with code and state', async () => {
    const { request, authorize, exchange } = openAccount()
    expect((await authorize(request)).html).toContain('name="simulator_user"')
    const { location } = await authorize({ ...request, simulator_user: 'panda', simulator_answer: 'allow' })
    const back = new URL(String(location))
    expect(location).toMatch(/^https:\/\/m\.example\.com\/back\?a=1&code=[\w-]+&state=abc$/)
    expect(await exchange(back.searchParams.get('code') ?? '')).toMatchObject({ openid: testUsers[1]?.openid, scope: 'snsapi_userinfo' })
  })

  it('is silent for snsapi_base, for the user who was chosen last', async () => {
    const { request, authorize, exchange } = openAccount()
    await authorize({ ...request, simulator_user: 'lin', simulator_answer: 'allow' })
    const { location } = await authorize({ ...request, scope: 'snsapi_base' })
    expect(await exchange(new URL(String(location)).searchParams.get('code') ?? '')).toMatchObject({ openid: testUsers[2]?.openid, scope: 'snsapi_base' })
  })

  it('comes back with the state alone where the user refuses', async () => {
    const { request, authorize } = openAccount()
    expect((await authorize({ ...request, simulator_answer: 'refuse' })).location).toBe('https://m.example.com/back?a=1&state=abc')
  })

  it('sends the browser to an address of ASCII, whatever letters the redirect_uri has', async () => {
    const { request, authorize } = openAccount()
    expect((await authorize({ ...request, redirect_uri: 'https://m.example.com/路', simulator_answer: 'refuse' })).location).toBe('https://m.example.com/%E8%B7%AF?state=abc')
  })

  it.each([
    ['10013', { appid: 'wx0' }],
    ['10003', { redirect_uri: 'https://evil.example/back' }],
    ['10003', { redirect_uri: 'm.example.com' }],
    ['10005', { scope: 'snsapi_login' }],
    ['10004', { response_type: 'token' }],
    ['10016', { state: 'é'.repeat(65) }],
  ])('refuses with %s for %j', async (number, changed) => {
    const { request, authorize } = openAccount({ oauthDomain: 'm.example.com' })
    const { html, location } = await authorize({ ...request, ...changed })
    expect(location).toBeUndefined()
    expect(html).toContain(number)
  })

  it('shows nothing of a request as HTML', async () => {
    const { request, authorize } = openAccount()
    const { html } = await authorize({ ...request, redirect_uri: 'https://m.example.com/"><script>alert(1)</script>' })
    expect(html).not.toContain('<script>')
  })
})
