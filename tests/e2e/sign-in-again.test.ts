import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type Answer, type App } from '../app'
import { CookieJar, stateOf } from '../cookies'
import { startPeopleServer, type PeopleServer } from '../people-server'

let weChat: PeopleServer
let app: App

beforeAll(async () => {
  weChat = await startPeopleServer()
  app = await startApp({ env: {
    ...weChat.env,
    NUXT_WECHAT_SITE_ORIGIN: 'https://m.example.com',
    NUXT_SESSION_PASSWORD: 'canary-password-canary-password-32',
  } })
})

afterAll(async () => {
  await app.stop()
  await weChat.close()
})

const browser = (host?: string) => new CookieJar(() => app.url, host)
const grant = (user = {}) => weChat.issueCode({ nickname: '小梅', ...user })
const where = ({ status, headers, text }: Answer) => `${status} ${headers.location ?? JSON.parse(text).data.code}`
const callback = (state: string, code = grant()) => `/api/wx/callback?code=${code}&state=${state}`

describe('a callback that is loaded again', () => {
  it('leads a signed-in user to the same page, with another code, by Back, and after a second sign-in', async () => {
    const user = browser()
    const first = await user.begin('?redirect=/a?b=1')
    const code = grant()
    expect(where(await user.go(callback(first, code)))).toBe('303 /a?b=1')
    expect(where(await user.go(callback(first)))).toBe('303 /a?b=1')
    const second = await user.begin('?redirect=/c')
    expect(where(await user.go(callback(second)))).toBe('303 /c')
    expect(where(await user.go(callback(first, code)))).toBe('303 /a?b=1')
  })

  it('leads a signed-in user home once its sign-in has expired, or is unknown', async () => {
    const user = browser()
    const state = await user.begin('?redirect=/a')
    await user.go(callback(state))
    for (const name of user.cookies.keys()) {
      if (name.includes('sign-in'))
        user.cookies.delete(name)
    }
    expect(where(await user.go(callback(state)))).toBe('303 /')
    expect(where(await user.go(callback('unknown')))).toBe('303 /')
    expect(where(await user.go('/api/wx/callback'))).toBe('303 /')
  })

  it('signs no user in after signing out, also not with the cookies from before, and a new sign-in works', async () => {
    const user = browser()
    const state = await user.begin()
    const before = user.copy()
    const load = callback(state)
    await user.go(load)
    expect((await user.go('/api/wx/logout', { method: 'POST' })).status).toBe(204)
    expect([...user.cookies.keys()]).toEqual([])
    expect(where(await user.go(load))).toBe('400 oauth_state_invalid')
    expect((await before.go('/api/wx/user')).status).toBe(401)
    expect((await user.go(callback(await user.begin()))).status).toBe(303)
  })
})

it('two sign-ins that begin at the same moment both end', async () => {
  const user = browser()
  const begun = await Promise.all(['/a', '/b'].map(path => user.copy().go(`/api/wx/login?redirect=${path}`)))
  for (const answer of begun)
    user.take(answer)
  for (const [index, answer] of begun.entries())
    expect(where(await user.go(callback(stateOf(answer))))).toBe(index === 0 ? '303 /a' : '303 /b')
})

describe('the page to come back to', () => {
  it.each([
    ['%2F会员', '/%E4%BC%9A%E5%91%98'],
    ['/会员?名=值', '/%E4%BC%9A%E5%91%98?%E5%90%8D=%E5%80%BC'],
    [encodeURIComponent('/会员/?a=%2F&b="x"#é'), '/%E4%BC%9A%E5%91%98/?a=%2F&b="x"#%C3%A9'],
    ['%2F%F0%9F%90%BC', '/%F0%9F%90%BC'],
  ])('redirect=%s is %s, percent-encoded', async (redirect, location) => {
    const user = browser()
    // As a browser sends what is in a link.
    const state = await user.begin(new URL(`?redirect=${redirect}`, 'http://x').search)
    expect(where(await user.go(callback(state)))).toBe(`303 ${location}`)
  })

  it.each([['a'.repeat(1023), 302], ['a'.repeat(1024), 400], ['会'.repeat(113), 302], ['会'.repeat(114), 400]])('is counted in bytes: /%s is %i', async (path, status) => {
    expect((await browser().go(`/api/wx/login?redirect=${encodeURIComponent(`/${path}`)}`)).status).toBe(status)
  })
})

describe('a sign-in that begins at another host of the site', () => {
  it('goes to the site\'s own host first, with its page and scope, and on from there', async () => {
    const moved = await browser('www.example.com').go('/api/wx/login?scope=snsapi_base&redirect=%2Fa%3Fb%3D1%26c')
    expect([moved.status, moved.headers.location]).toEqual([302, 'https://m.example.com/api/wx/login?scope=snsapi_base&redirect=%2Fa%3Fb%3D1%26c'])
    const user = browser()
    const state = stateOf(await user.go(new URL(String(moved.headers.location)).href.slice('https://m.example.com'.length)))
    expect(where(await user.go(callback(state)))).toBe('303 /a?b=1&c')
  })

  it('goes on where a proxy passes another host on, instead of round and round', async () => {
    const user = browser('backend.internal:3000')
    expect((await user.go('/api/wx/login')).headers.location).toBe('https://m.example.com/api/wx/login?scope=snsapi_userinfo&redirect=%2F')
    expect((await user.go('/api/wx/login')).headers.location).toContain('/connect/oauth2/authorize?')
    for (const host of ['127.0.0.1:3000', 'localhost', '[::1]:3000', 'backend'])
      expect((await browser(host).go('/api/wx/login')).headers.location).toContain('/connect/oauth2/authorize?')
  })

  it.each(['m.example.com', 'M.example.com', 'm.example.com:443'])('%s is the site\'s own', async (host) => {
    expect((await browser(host).go('/api/wx/login')).headers.location).toContain('/connect/oauth2/authorize?')
  })
})

describe('a user\'s name and picture', () => {
  async function userOf(user: Record<string, unknown>): Promise<{ nickname?: string, headimgurl?: string }> {
    const jar = browser()
    await jar.go(callback(await jar.begin(), grant(user)))
    return JSON.parse((await jar.go('/api/wx/user')).text)
  }

  it.each(['x'.repeat(3000), '会'.repeat(3000), '🐼'.repeat(1500), '\u0001'.repeat(3000), '"'.repeat(3000)])('a name of 3000 characters is cut, and the user is signed in', async (nickname) => {
    const { nickname: kept = '' } = await userOf({ nickname })
    expect(kept.length).toBeGreaterThan(40)
    expect(nickname.startsWith(kept)).toBe(true)
    expect(kept.isWellFormed()).toBe(true)
  })

  it.each(['javascript:alert(1)', 'http://thirdwx.qlogo.cn/1', 'data:text/html,x', '//thirdwx.qlogo.cn/1', `https://thirdwx.qlogo.cn/${'x'.repeat(3000)}`, 'https://', 7])('the picture %s is left out', async (headimgurl) => {
    expect(await userOf({ headimgurl })).not.toHaveProperty('headimgurl')
  })

  it('an https picture stays as it is', async () => {
    expect(await userOf({ headimgurl: 'https://thirdwx.qlogo.cn/mmopen/vi_32/x/132' })).toMatchObject({ headimgurl: 'https://thirdwx.qlogo.cn/mmopen/vi_32/x/132' })
  })
})

describe('the cookies of a site by https', () => {
  it('have names that no subdomain and no plain http page can set', async () => {
    const user = browser()
    await user.go(callback(await user.begin()))
    expect([...user.cookies.keys()].filter(name => !name.startsWith('__Host-wechat-'))).toEqual([])
    const planted = browser()
    for (const [name, value] of user.cookies)
      planted.cookies.set(name.replace('__Host-', ''), value)
    expect((await planted.go('/api/wx/user')).status).toBe(401)
  })
})
