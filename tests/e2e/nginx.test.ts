import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type App } from '../app'
import { startNginx, type Nginx } from '../nginx'
import { startPeopleServer, type PeopleServer } from '../people-server'
import { sendRaw } from '../raw-request'

const SITE = 'm.example.com'

let weChat: PeopleServer
let app: App

beforeAll(async () => {
  weChat = await startPeopleServer()
  app = await startApp({ env: {
    ...weChat.env,
    NUXT_WECHAT_SITE_ORIGIN: `https://${SITE}`,
    NUXT_WECHAT_TRUSTED_PROXIES: '127.0.0.1',
    NUXT_SESSION_PASSWORD: 'canary-password-canary-password-32',
  } })
})

afterAll(async () => {
  await app.stop()
  await weChat.close()
})

describe.each(['README.md', 'README.zh-CN.md'])('behind nginx as %s configures it', (readme) => {
  let nginx: Nginx

  beforeAll(async () => {
    nginx = await startNginx(app.url, readme)
  })

  afterAll(() => nginx.stop())

  const ask = (target: string, headers: Record<string, string> = {}) => sendRaw(nginx.url, target, { Host: SITE, ...headers })

  it('no request of one visitor takes pages away from others', async () => {
    const targets = ['\\', '"', '%5C', '%E4%BC%9A', 'a'].map(character => `/${character.repeat(1500 / character.length)}`)
    const others = []
    for (const target of [...targets, `/api/wx/login?redirect=/${'"'.repeat(1000)}`, `/api/wx/login?redirect=${encodeURIComponent(`/${'会'.repeat(110)}`)}`]) {
      expect((await ask(target, { Accept: 'text/html' })).status).not.toBe(502)
      others.push((await ask('/')).status)
    }
    expect(others).toEqual(others.map(() => 200))
  })

  it('nginx takes every answer, whatever is sent', async () => {
    const text = fc.tuple(fc.constantFrom('a', '\\', '"', '%5C', '%E4%BC%9A', '/', '<', '?', '&', '='), fc.constantFrom(1, 40, 700, 1500)).map(([one, times]) => one.repeat(times / one.length + 1))
    const path = fc.constantFrom('/', '/articles/', '/profile?', '/api/wx/login?redirect=/', '/api/wx/callback?code=1&state=', '/api/wx/config?url=')
    const headers = fc.record({ 'Accept': fc.constantFrom('text/html', 'application/json'), 'User-Agent': fc.constantFrom('Mozilla/5.0', 'MicroMessenger/8.0.50'), 'X-Forwarded-Host': text, 'Cookie': text.map(value => `locale=${value}`) }, { requiredKeys: [] })
    await fc.assert(fc.asyncProperty(path, text, headers, async (begin, rest, fields) => {
      const { status } = await ask(begin + rest, fields)
      expect(status).toBeGreaterThanOrEqual(200)
      expect(status).not.toBe(500)
      expect(status).not.toBe(502)
    }), { numRuns: 200 })
  })

  it('a user with the longest page and name signs in', async () => {
    const cookies = ({ head }: { head: string }) => [...head.matchAll(/^set-cookie: ([^;]*)/gim)].map(([, cookie]) => cookie).join('; ')
    const login = await ask(`/api/wx/login?redirect=/${'a'.repeat(1000)}`)
    expect(login.status).toBe(302)
    const state = /[?&]state=(\w+)/.exec(login.head)?.[1]
    const code = weChat.issueCode({ nickname: '会'.repeat(3000), headimgurl: `https://thirdwx.qlogo.cn/${'x'.repeat(400)}` })
    const callback = await ask(`/api/wx/callback?code=${code}&state=${state}`, { Cookie: cookies(login) })
    expect(callback.status).toBe(303)
    expect((await ask('/api/wx/user', { Cookie: cookies(callback) })).status).toBe(200)
  })

  it('an X-Forwarded-Host of the visitor\'s own is not believed', async () => {
    const config = (host: string) => ask(`/api/wx/config?url=${encodeURIComponent(`https://${host}/`)}`, { 'X-Forwarded-Host': 'evil.example' })
    expect((await config('evil.example')).status).toBe(403)
    expect((await config(SITE)).status).toBe(200)
  })

  it('a script of the app comes compressed', async () => {
    const page = await ask('/')
    expect(page.status).toBe(200)
    const scripts = page.body.match(/\/_nuxt\/[\w-]+\.js/g) ?? []
    const heads = await Promise.all(scripts.map(async script => (await ask(script, { 'Accept-Encoding': 'gzip' })).head))
    expect(heads.join('')).toMatch(/^content-encoding: gzip\r$/im)
  })
})
