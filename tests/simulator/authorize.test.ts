import { describe, expect, it } from 'vitest'
import { createSimulator, type SimulatorOptions } from '../../simulator/api/simulator'

function openPage(options: SimulatorOptions = {}) {
  const simulator = createSimulator(options)
  const usual = { appid: simulator.appId, redirect_uri: 'https://m.example.com/back', response_type: 'code', scope: 'snsapi_base', state: 'abc' }
  const open = (query: string, path = '/connect/oauth2/authorize', userAgent?: string) =>
    simulator.handle({ method: 'GET', path, query: new URLSearchParams(query), body: '', ip: '', language: 'en', userAgent })
  return {
    simulator,
    open,
    openWith: (changed: Record<string, string>, path?: string) => open(String(new URLSearchParams({ ...usual, ...changed })), path),
    usual,
    warnings: () => simulator.calls.at(-1)?.warnings,
  }
}

describe('a request that the documents do not allow, and WeChat was seen to take, goes on and is a warning in the log', () => {
  it.each([
    ['connect_redirect=1', 'not documented: connect_redirect', { connect_redirect: '1' }],
    ['a state with - _ . /', 'the documents allow letters and digits only in state', { state: 'a_b-c.d/e' }],
    ['an empty state', 'without state, a callback can be planted by another site', { state: '' }],
  ])('%s', async (_, warning, changed) => {
    const { openWith, warnings } = openPage()
    expect((await openWith(changed)).location).toMatch(/^https:\/\/m\.example\.com\/back\?code=[\w-]+&state=/)
    expect(warnings()).toEqual([warning])
  })

  it('no state, which comes back empty', async () => {
    const { open, usual: { state: _, ...rest }, warnings } = openPage()
    expect((await open(String(new URLSearchParams(rest)))).location).toMatch(/\?code=[\w-]+&state=$/)
    expect(warnings()).toEqual(['without state, a callback can be planted by another site'])
  })

  it.each([
    ['scope=snsapi_base&appid=APPID&redirect_uri=https%3A%2F%2Fm.example.com%2F&state=a&response_type=code'],
    ['connect_redirect=1&appid=APPID&redirect_uri=https%3A%2F%2Fm.example.com%2F&response_type=code&scope=snsapi_base&state=a'],
  ])('another order: %s', async (query) => {
    const { open, simulator, warnings } = openPage()
    expect((await open(query.replace('APPID', simulator.appId))).location).toMatch(/code=/)
    expect(warnings()).toContain('the documents demand the order appid, redirect_uri, response_type, scope, state')
  })

  it('and what the documents allow is none', async () => {
    const { openWith, warnings, simulator } = openPage()
    await openWith({ forcePopup: 'true', forceSnapShot: 'false' })
    expect(warnings()).toBeUndefined()
    expect(simulator.calls).toMatchObject([{ endpoint: 'authorize', params: { scope: 'snsapi_base' } }])
    expect(simulator.count()).toBe(0)
  })
})

describe('a redirect_uri', () => {
  it.each([
    ['https://x.example/app/#/q', /^https:\/\/x\.example\/app\/\?code=[\w-]+&state=abc#\/q$/],
    ['https://x.example/app/?a=1#/q?b=2', /^https:\/\/x\.example\/app\/\?a=1&code=[\w-]+&state=abc#\/q\?b=2$/],
    ['https://x.example#', /^https:\/\/x\.example\/\?code=[\w-]+&state=abc#$/],
    ['https://x.example/?', /^https:\/\/x\.example\/\?&?code=[\w-]+&state=abc$/],
  ])('with a hash gets the code before it: %s', async (redirect_uri, back) => {
    const { openWith } = openPage()
    expect((await openWith({ redirect_uri })).location).toMatch(back)
    const { location } = await openWith({ redirect_uri, scope: 'snsapi_userinfo', simulator_answer: 'refuse' })
    expect(location).toBe(new URL(String(location)).href)
    expect(location).not.toMatch(/#.*state=/)
  })
})

describe('a mini program\'s web view', () => {
  it('opens no authorise page', async () => {
    const { open, usual } = openPage()
    const { html, location } = await open(String(new URLSearchParams(usual)), undefined, 'Mozilla/5.0 (iPhone) MicroMessenger/8.0.60 miniProgram/wx0123456789abcdef')
    expect(location).toBeUndefined()
    expect(html).toContain('web sign-in does not work there')
  })
})

describe('the QR code page of a website, /connect/qrconnect', () => {
  const page = '/connect/qrconnect'

  it('asks the user, and its code opens name and picture', async () => {
    const { simulator, openWith } = openPage()
    expect((await openWith({ scope: 'snsapi_login' }, page)).html).toContain('name="simulator_answer"')
    const { location } = await openWith({ scope: 'snsapi_login', simulator_user: 'panda', simulator_answer: 'allow' }, page)
    const code = new URL(String(location)).searchParams.get('code') ?? ''
    const get = async (path: string, query: Record<string, string>) => Object((await simulator.handle({ method: 'GET', path, query: new URLSearchParams(query), body: '', ip: '' })).json)
    const token = await get('/sns/oauth2/access_token', { appid: simulator.appId, secret: simulator.appSecret, code, grant_type: 'authorization_code' })
    expect(token).toMatchObject({ scope: 'snsapi_login', unionid: expect.any(String) })
    expect(await get('/sns/userinfo', token)).toMatchObject({ nickname: 'Panda 🐼' })
  })

  it('stays where it is when the user refuses, and takes no scope of pages inside WeChat', async () => {
    const { openWith } = openPage()
    expect((await openWith({ scope: 'snsapi_login', simulator_answer: 'refuse' }, page)).location).toBeUndefined()
    expect((await openWith({ scope: 'snsapi_userinfo' }, page)).html).toContain('10005')
    expect((await openWith({ scope: 'snsapi_login' })).html).toContain('10005')
  })
})

describe('forceSnapShot=true', () => {
  it('signs in the snapshot user, this once', async () => {
    const { simulator, openWith } = openPage()
    const openids = []
    for (const forceSnapShot of ['true', 'false']) {
      const { location } = await openWith({ forceSnapShot })
      const query = new URLSearchParams({ appid: simulator.appId, secret: simulator.appSecret, code: new URL(String(location)).searchParams.get('code') ?? '', grant_type: 'authorization_code' })
      openids.push(Object((await simulator.handle({ method: 'GET', path: '/sns/oauth2/access_token', query, body: '', ip: '' })).json).is_snapshotuser)
    }
    expect(openids).toEqual([1, undefined])
  })
})
