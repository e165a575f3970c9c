import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type App } from '../app'
import { CookieJar } from '../cookies'
import { startPeopleServer, type PeopleServer } from '../people-server'

let weChat: PeopleServer
let app: App

beforeAll(async () => {
  weChat = await startPeopleServer()
  app = await startApp({ env: {
    ...weChat.env,
    NUXT_WECHAT_SITE_ORIGIN: 'https://m.example.com',
    NUXT_SESSION_PASSWORD: 'canary-password-canary-password-32',
    KEEPS_USERS: 'true',
  } })
})

afterAll(async () => {
  await app.stop()
  await weChat.close()
})

async function signIn(user: Record<string, unknown>) {
  const browser = new CookieJar(() => app.url)
  const state = await browser.begin('?redirect=/a')
  return { browser, answer: await browser.go(`/api/wx/callback?code=${weChat.issueCode(user)}&state=${state}`) }
}

describe('an app that keeps its users', () => {
  it('hears who signs in before the browser goes on, and its own fields are in the session; what WeChat told stands', async () => {
    const { browser, answer } = await signIn({ nickname: '小梅' })
    expect([answer.status, answer.headers.location]).toEqual([303, '/a'])
    expect(JSON.parse((await browser.go('/api/wx/user')).text)).toMatchObject({ id: 1, nickname: '小梅', openid: expect.stringMatching(/^oPeople/) })
  })

  it('may refuse a user: no session begins, and the browser gets the app\'s own error', async () => {
    const { browser, answer } = await signIn({ nickname: 'banned' })
    expect(answer.status).toBe(403)
    expect((await browser.go('/api/wx/user')).status).toBe(401)
  })

  it('hears who signs out', async () => {
    const { browser } = await signIn({ nickname: 'Leaving' })
    await browser.go('/api/wx/logout', { method: 'POST' })
    expect(app.output()).toContain('"nickname":"Leaving"')
  })
})

describe('GET /api/wx/follower', () => {
  it('tells whether the user who is signed in follows the account', async () => {
    const { browser } = await signIn({ nickname: '小梅' })
    const { status, headers, text } = await browser.go('/api/wx/follower')
    expect([status, headers['cache-control'], JSON.parse(text)]).toEqual([200, 'private, no-store', { subscribed: true }])
  })

  it('is 401 signed_out for a browser in which no user is signed in', async () => {
    const { status, text } = await new CookieJar(() => app.url).go('/api/wx/follower')
    expect([status, JSON.parse(text).data.code]).toEqual([401, 'signed_out'])
  })
})
