import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '../../simulator/api/faults/faults'
import { testUsers } from '../../simulator/api/oauth/test-users'
import { startSimulator, type StandaloneSimulator } from '../../simulator/standalone'
import { send, startApp, type Answer, type App } from '../app'

const SITE = 'https://m.example.com'
const PASSWORD = 'canary-password-canary-password-32'

let weChat: StandaloneSimulator
let app: App
/** All that the app answered, less the sealed cookies and the address of WeChat's page. */
const answers: string[] = []
/** All that WeChat granted. */
const codes: string[] = []

const env = () => ({
  NUXT_WECHAT_APP_ID: weChat.simulator.appId,
  NUXT_WECHAT_APP_SECRET: weChat.simulator.appSecret,
  NUXT_WECHAT_API_BASE: weChat.url,
  NUXT_WECHAT_OPEN_BASE: weChat.url,
  NUXT_WECHAT_SITE_ORIGIN: SITE,
  NUXT_SESSION_PASSWORD: PASSWORD,
})

beforeAll(async () => {
  weChat = await startSimulator()
  app = await startApp({ env: env() })
})

afterAll(async () => {
  await app.stop()
  await weChat.close()
})

/** A browser, as far as cookies go. */
class Browser {
  readonly cookies = new Map<string, string>()

  async go(path: string, options: { method?: string, headers?: Record<string, string>, url?: string } = {}): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const { url = app.url, method, headers } = options
    const answer = await send(url, path, { method, headers: { Accept: 'application/json', Cookie: cookie, ...headers } })
    for (const text of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(text) ?? []
      if (value)
        this.cookies.set(name, value)
      else
        this.cookies.delete(name)
    }
    answers.push(path === '/api/wx/user' ? '' : answer.text + JSON.stringify({ ...answer.headers, 'set-cookie': undefined }))
    return answer
  }

  /** Begins a sign-in; the state that WeChat will send back. */
  async begin(query = ''): Promise<string> {
    const { status, headers } = await this.go(`/api/wx/login${query}`)
    expect(status).toBe(302)
    return new URL(String(headers.location)).searchParams.get('state') ?? ''
  }
}

const code = ({ data }: { data: { code: string } }) => data.code
const refusal = ({ status, text }: Answer) => `${status} ${code(JSON.parse(text))}`

describe('the way to WeChat', () => {
  it('has the parameters in WeChat\'s order, a state of 128 bits and more, and returns to the site\'s own origin', async () => {
    const { status, headers } = await new Browser().go('/api/wx/login?scope=snsapi_base&redirect=/profile')
    expect(status).toBe(302)
    const location = String(headers.location)
    expect(location).toMatch(new RegExp(`^${weChat.url}/connect/oauth2/authorize\\?appid=${weChat.simulator.appId}&redirect_uri=${encodeURIComponent(`${SITE}/api/wx/callback`)}&response_type=code&scope=snsapi_base&state=[a-zA-Z0-9]{22,128}#wechat_redirect$`))
  })

  it('asks for name and picture where no scope is named', async () => {
    const { headers } = await new Browser().go('/api/wx/login')
    expect(headers.location).toContain('scope=snsapi_userinfo')
  })

  it('leaves a cookie that scripts do not see, other sites do not send, and plain http does not carry', async () => {
    const { headers } = await new Browser().go('/api/wx/login')
    const cookie = String(headers['set-cookie'])
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Secure', 'Path=/'])
      expect(cookie).toContain(attribute)
  })

  it.each([
    ['scope_invalid', '?scope=snsapi_login'],
    ['scope_invalid', '?scope='],
    ['redirect_invalid', '?redirect=https://evil.example/'],
    ['redirect_invalid', '?redirect=//evil.example'],
    ['redirect_invalid', '?redirect=/%5Cevil.example'],
    ['redirect_invalid', '?redirect=%5C%5Cevil.example'],
    ['redirect_invalid', '?redirect=/%09/evil.example'],
    ['redirect_invalid', '?redirect=/%0d%0aX:%20y'],
    ['redirect_invalid', '?redirect=javascript:alert(1)'],
    ['redirect_invalid', '?redirect=profile'],
    ['redirect_invalid', '?redirect='],
    ['redirect_invalid', '?redirect=/a&redirect=/b'],
  ])('is refused with 400 %s: %s', async (expected, query) => {
    expect(refusal(await new Browser().go(`/api/wx/login${query}`))).toBe(`400 ${expected}`)
  })
})

describe('the way back', () => {
  it.each([
    ['no state', async () => '?code=c'],
    ['neither state nor code', async () => ''],
    ['an empty state', async () => '?code=c&state='],
    ['an unknown state', async () => `?code=c&state=${'a'.repeat(32)}`],
    ['two states', async (browser: Browser) => `?code=c&state=${await browser.begin()}&state=x`],
    ['the state of another browser', async () => `?code=c&state=${await new Browser().begin()}`],
  ])('is refused with %s, and WeChat is not asked', async (_, query) => {
    const browser = new Browser()
    await browser.begin()
    const calls = weChat.simulator.calls.length
    expect(refusal(await browser.go(`/api/wx/callback${await query(browser)}`))).toBe('400 oauth_state_invalid')
    expect(weChat.simulator.calls).toHaveLength(calls)
    expect(browser.cookies.has('__Host-wechat-user')).toBe(false)
  })

  it('is refused where the browser lost its cookie', async () => {
    const browser = new Browser()
    const state = await browser.begin()
    browser.cookies.clear()
    expect(refusal(await browser.go(`/api/wx/callback?code=c&state=${state}`))).toBe('400 oauth_state_invalid')
  })

  it('is refused more than ten minutes after it began', async () => {
    const browser = new Browser()
    const state = await browser.begin()
    const later = await startApp({ env: { ...env(), NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent('const now = Date.now; Date.now = () => now() + 10 * 60_000')}` } })
    expect(refusal(await browser.go(`/api/wx/callback?code=c&state=${state}`, { url: later.url }))).toBe('400 oauth_state_invalid')
    await later.stop()
  })

  it('is refused where the user did not agree', async () => {
    const browser = new Browser()
    expect(refusal(await browser.go(`/api/wx/callback?state=${await browser.begin()}`))).toBe('403 oauth_denied')
  })

  it('is refused with a code that WeChat does not know', async () => {
    const browser = new Browser()
    expect(refusal(await browser.go(`/api/wx/callback?code=nonsense&state=${await browser.begin()}`))).toBe('400 oauth_code_invalid')
  })

  it('shows a browser a page in its language with a button to start again, and keeps the code out of it', async () => {
    for (const [language, word] of [['zh-CN,zh', '重新登录'], ['en-US,en', 'Start again']] as const) {
      const { status, headers, text } = await new Browser().go('/api/wx/callback?code=canary-code&state=canary-state', { headers: { 'Accept': 'text/html', 'Accept-Language': language } })
      expect(status).toBe(400)
      expect(headers['content-type']).toMatch(/^text\/html/)
      expect(headers['referrer-policy']).toBe('no-referrer')
      expect(headers['cache-control']).toBe('private, no-store')
      expect(text).toContain(word)
      expect(text).not.toContain('canary')
    }
  })

  it('starts the same sign-in again from that page', async () => {
    const browser = new Browser()
    const state = await browser.begin(`?scope=snsapi_base&redirect=${encodeURIComponent('/a?b=1&c="<x>')}`)
    const { text } = await browser.go(`/api/wx/callback?state=${state}`, { headers: { Accept: 'text/html' } })
    expect(text).toContain('href="/api/wx/login?scope=snsapi_base&amp;redirect=%2Fa%3Fb%3D1%26c%3D%22%3Cx%3E"')
  })

  it('tells a program without an echo of code and state', async () => {
    const { text } = await new Browser().go('/api/wx/callback?code=canary-code&state=canary-state')
    expect(text).not.toContain('canary')
  })
})

describe('a user who signs in', () => {
  /** WeChat's side of it: the code that the authorise page would send back. */
  const grant = (scope: 'snsapi_base' | 'snsapi_userinfo' = 'snsapi_userinfo', user?: string) => {
    const granted = weChat.simulator.issueCode({ scope, user })
    codes.push(granted)
    return granted
  }
  const [mei] = testUsers

  it('comes back to the clean page, is known by name and picture, and signs out', async () => {
    const browser = new Browser()
    const state = await browser.begin('?redirect=/profile?tab=1')
    const { status, headers } = await browser.go(`/api/wx/callback?code=${grant()}&state=${state}`)
    expect([status, headers.location]).toEqual([303, '/profile?tab=1'])
    expect(headers['referrer-policy']).toBe('no-referrer')
    const cookie = headers['set-cookie']?.find(text => text.startsWith('__Host-wechat-user='))
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Secure', 'Path=/', 'Expires='])
      expect(cookie).toContain(attribute)
    const user = await browser.go('/api/wx/user')
    expect(JSON.parse(user.text)).toEqual({ openid: mei.openid, unionid: mei.unionid, nickname: mei.nickname, headimgurl: mei.headimgurl, scope: 'snsapi_userinfo' })
    expect((await browser.go('/api/wx/logout', { method: 'POST', headers: { Origin: SITE } })).status).toBe(204)
    expect(refusal(await browser.go('/api/wx/user'))).toBe('401 signed_out')
  })

  it('silently is known by the openid alone', async () => {
    const browser = new Browser()
    const calls = weChat.simulator.count('userinfo')
    await browser.go(`/api/wx/callback?code=${grant('snsapi_base')}&state=${await browser.begin('?scope=snsapi_base')}`)
    expect(JSON.parse((await browser.go('/api/wx/user')).text)).toEqual({ openid: mei.openid, scope: 'snsapi_base' })
    expect(weChat.simulator.count('userinfo')).toBe(calls)
  })

  it('is signed in once where the web view loads the callback twice, together or in turn', async () => {
    const browser = new Browser()
    const path = `/api/wx/callback?code=${grant()}&state=${await browser.begin()}`
    const calls = weChat.simulator.count('access_token')
    const loads = await Promise.all([browser.go(path), browser.go(path)])
    loads.push(await browser.go(path))
    expect(loads.map(({ status, headers }) => `${status} ${headers.location}`)).toEqual(['303 /', '303 /', '303 /'])
    expect(weChat.simulator.count('access_token')).toBe(calls + 1)
  })

  it('may begin in five tabs at a time, and a sixth pushes out the first', async () => {
    const browser = new Browser()
    const states = []
    for (let tab = 0; tab < 6; tab++)
      states.push(await browser.begin(`?redirect=/tab/${tab}`))
    const [first, ...others] = states
    expect(refusal(await browser.go(`/api/wx/callback?code=${grant()}&state=${first}`))).toBe('400 oauth_state_invalid')
    for (const [index, state] of others.entries())
      expect((await browser.go(`/api/wx/callback?code=${grant()}&state=${state}`)).headers.location).toBe(`/tab/${index + 1}`)
  })

  it('goes on to its page without an exchange where a signed-in browser comes with a used state, whatever the code and the process', async () => {
    const browser = new Browser()
    const state = await browser.begin('?redirect=/profile')
    const code = grant()
    await browser.go(`/api/wx/callback?code=${code}&state=${state}`)
    const calls = weChat.simulator.count('access_token')
    const other = await startApp({ env: env() })
    for (const [next, url] of [[grant()], [grant(), other.url], [code, other.url]]) {
      const { status, headers } = await browser.go(`/api/wx/callback?code=${next}&state=${state}`, { url })
      expect([status, headers.location]).toEqual([303, '/profile'])
    }
    expect(weChat.simulator.count('access_token')).toBe(calls)
    await other.stop()
  })

  it('is refused with another code and a used state after signing out', async () => {
    const browser = new Browser()
    const state = await browser.begin()
    await browser.go(`/api/wx/callback?code=${grant()}&state=${state}`)
    await browser.go('/api/wx/logout', { method: 'POST' })
    expect(refusal(await browser.go(`/api/wx/callback?code=${grant()}&state=${state}`))).toBe('400 oauth_state_invalid')
  })

  it('is refused with a code that was used before', async () => {
    const code = grant()
    const [one, two] = [new Browser(), new Browser()]
    await one.go(`/api/wx/callback?code=${code}&state=${await one.begin()}`)
    expect(refusal(await two.go(`/api/wx/callback?code=${code}&state=${await two.begin()}`))).toBe('400 oauth_code_invalid')
  })

  it('is refused with a code that is too old', async () => {
    const browser = new Browser()
    const code = grant()
    weChat.simulator.advanceClock(5 * 60_000)
    expect(refusal(await browser.go(`/api/wx/callback?code=${code}&state=${await browser.begin()}`))).toBe('400 oauth_code_invalid')
  })

  it('is not signed in as the user of a snapshot page', async () => {
    const browser = new Browser()
    const path = `/api/wx/callback?code=${grant('snsapi_userinfo', 'snapshot')}&state=${await browser.begin()}`
    expect(refusal(await browser.go(path))).toBe('403 oauth_snapshot_user')
    expect(refusal(await browser.go('/api/wx/user'))).toBe('401 signed_out')
    expect((await browser.go(path, { headers: { 'Accept': 'text/html', 'Accept-Language': 'zh' } })).text).toContain('使用完整服务')
  })

  it.each<[string, Fault]>([
    ['503 wechat_busy', { kind: 'errcode', errcode: -1 }],
    ['503 wechat_secret_invalid', { kind: 'errcode', errcode: 40125 }],
    ['503 wechat_unauthorized', { kind: 'errcode', errcode: 48001 }],
    ['400 oauth_code_invalid', { kind: 'errcode', errcode: 42003 }],
    ['503 wechat_unreachable', { kind: 'reset' }],
    ['502 wechat_bad_response', { kind: 'html' }],
  ])('hears %s where WeChat fails', async (expected, fault) => {
    const browser = new Browser()
    weChat.simulator.fault('access_token', fault)
    expect(refusal(await browser.go(`/api/wx/callback?code=${grant()}&state=${await browser.begin()}`))).toBe(expected)
    weChat.simulator.clearFaults()
  })
})

describe('the visitor', () => {
  it('is signed out without a cookie, and gets none from asking', async () => {
    const browser = new Browser()
    expect(refusal(await browser.go('/api/wx/user'))).toBe('401 signed_out')
    expect(browser.cookies.size).toBe(0)
  })

  it.each(['x', 'Fe26.2**forged*forged*forged**forged*forged'])('is signed out with the forged cookie %s', async (cookie) => {
    const browser = new Browser()
    browser.cookies.set('__Host-wechat-user', cookie)
    expect(refusal(await browser.go('/api/wx/user'))).toBe('401 signed_out')
  })

  it('is signed out with a session in a header', async () => {
    expect(refusal(await new Browser().go('/api/wx/user', { headers: { 'x-wechat-user-session': 'x', 'x-h3-session': 'x' } }))).toBe('401 signed_out')
  })

  it.each([
    [403, { Origin: 'https://evil.example' }],
    [403, { Origin: 'null' }],
    [403, { 'Sec-Fetch-Site': 'cross-site' }],
    [403, { 'Sec-Fetch-Site': 'same-site' }],
    [204, { 'Origin': SITE, 'Sec-Fetch-Site': 'same-origin' }],
    [204, {}],
  ] as [number, Record<string, string>][])('signs out with %i where the request says %j', async (status, headers) => {
    expect((await new Browser().go('/api/wx/logout', { method: 'POST', headers })).status).toBe(status)
  })

  it('signs out by POST only', async () => {
    expect((await new Browser().go('/api/wx/logout')).status).toBe(405)
  })
})

describe('without a session password or a site origin', () => {
  it.each([
    [{ NUXT_SESSION_PASSWORD: PASSWORD }],
    [{ NUXT_WECHAT_SITE_ORIGIN: SITE }],
    [{}],
  ] as Record<string, string>[][])('sign-in says so and the rest works: %j', async (env) => {
    const bare = await startApp({ env: { NUXT_WECHAT_APP_ID: weChat.simulator.appId, NUXT_WECHAT_APP_SECRET: weChat.simulator.appSecret, NUXT_WECHAT_API_BASE: weChat.url, ...env } })
    for (const [path, method] of [['/api/wx/login'], ['/api/wx/callback'], ['/api/wx/user'], ['/api/wx/logout', 'POST']])
      expect(refusal(await new Browser().go(String(path), { url: bare.url, method }))).toBe('503 sign_in_not_configured')
    expect((await send(bare.url, `/api/wx/config?url=${encodeURIComponent(`${bare.url}/`)}`)).status).toBe(200)
    await bare.stop()
  })
})

it('no log and no answer holds a secret, a code, a token, or who the user is', () => {
  const given = weChat.simulator.calls.flatMap(({ answer = {} }) => [answer.access_token, answer.refresh_token].filter(value => typeof value === 'string'))
  expect(codes.length).toBeGreaterThan(10)
  expect(given.length).toBeGreaterThan(10)
  const people = testUsers.flatMap(({ openid, unionid }) => [openid, unionid])
  for (const canary of [weChat.simulator.appSecret, PASSWORD, 'canary', ...codes, ...given, ...people]) {
    expect(app.output()).not.toContain(canary)
    expect(answers.filter(answer => answer.includes(canary))).toEqual([])
  }
})
