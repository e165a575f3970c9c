import { STATUS_CODES } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type App } from '../app'
import { CookieJar, stateOf } from '../cookies'
import { startPeopleServer, type PeopleServer } from '../people-server'
import { sendRaw } from '../raw-request'

/** What proxies take for a fault of the server, as nginx by its defaults, is 4096 bytes. */
const MAX_HEAD = 4000
const MARK = 'canary-mark'

let weChat: PeopleServer
let app: App

beforeAll(async () => {
  weChat = await startPeopleServer()
  app = await startApp({ env: {
    ...weChat.env,
    NUXT_WECHAT_SITE_ORIGIN: 'https://m.example.com',
    NUXT_WECHAT_TRUSTED_PROXIES: '127.0.0.1',
    NUXT_SESSION_PASSWORD: 'canary-password-canary-password-32',
  } })
})

afterAll(async () => {
  await app.stop()
  await weChat.close()
})

/** Text of one kind of characters, a few or thousands of them. */
const piece = fc.tuple(fc.constantFrom('a', '\\', '"', '%', '%5C', '%E4%BC%9A', '%00', '/', '<', '\'', '{', ';', '&', '=', '?', '..'), fc.constantFrom(1, 3, 40, 700, 1500, 4000))
  .map(([text, times]) => text.repeat(Math.ceil(times / text.length)))
const anyText = fc.oneof(piece, fc.tuple(piece, piece).map(pieces => pieces.join('')), fc.string({ unit: 'grapheme-ascii', maxLength: 300 }).map(text => text.replaceAll(/[\s#]/g, '-')))
const start = fc.constantFrom('/', '/', `/${MARK}`, '/articles/', '/profile', '/_nuxt/', '/__nuxt_error', '/api/', '/api/wx/', '/api/wx/login', '/api/wx/callback', '/api/wx/config', '/MP_verify_')
const headers = fc.record({
  'Accept': fc.constantFrom('text/html', 'application/json', '*/*'),
  'User-Agent': fc.constantFrom('Mozilla/5.0', 'Mozilla/5.0 (iPhone) MicroMessenger/8.0.50'),
  'Cookie': fc.tuple(fc.constantFrom('locale', 'wechat-auth-tried', '__Host-wechat-user', 'wechat-moved', 'x'), anyText).map(([name, value]) => `${name}=${value}`),
  'X-Forwarded-Host': anyText,
  'Accept-Language': anyText,
}, { requiredKeys: ['Accept', 'User-Agent'] })

/** Node itself answers what is over 16 kB, or no HTTP. */
const isHttp = (target: string, fields: Record<string, string>) => target.length + Object.values(fields).join('').length < 12_000

describe('whatever is sent', () => {
  it('no answer has a head over 4000 bytes, and no error gives an address back', async () => {
    await fc.assert(fc.asyncProperty(start, anyText, fc.option(anyText), headers, fc.constantFrom('GET', 'GET', 'GET', 'POST', 'HEAD', 'PUT'), async (path, rest, query, fields, method) => {
      const target = `${path}${rest}${query === null ? '' : `?${MARK}=${query}`}`
      fc.pre(isHttp(target, fields))
      const { status, reason, head, body } = await sendRaw(app.url, target, fields, method)
      expect(head.length).toBeLessThanOrEqual(MAX_HEAD)
      expect(reason).toBe(STATUS_CODES[status])
      if (status >= 400)
        expect(head + body).not.toContain(MARK)
    }), { numRuns: 1000 })
  })

  it.each(['\\', '"', 'a', '%', '<'])('1500 times %s is a plain 404', async (character) => {
    for (const accept of ['text/html', 'application/json']) {
      const { status, reason, head, body } = await sendRaw(app.url, `/${character.repeat(1500)}`, { Accept: accept })
      expect([status, reason]).toEqual([404, 'Not Found'])
      expect(head.length).toBeLessThan(500)
      expect(decodeURIComponent(body.replaceAll('%', ''))).not.toContain(character.repeat(20))
    }
  })

  it('an error as JSON has no url', async () => {
    const { body } = await sendRaw(app.url, `/${MARK}?code=1`, { Accept: 'application/json' })
    expect(JSON.parse(body)).toEqual({ error: true, statusCode: 404, statusMessage: 'Not Found', message: 'Not Found' })
  })

  it('a sign-in ends at its page with heads under 4000 bytes, whatever page and whichever user', async () => {
    const redirect = fc.oneof(anyText, fc.string({ unit: 'grapheme', maxLength: 400 })).map(text => `/${text}`)
    const name = fc.oneof(anyText, fc.string({ unit: 'binary', maxLength: 3000 }), fc.constantFrom('会'.repeat(3000), '\u0001'.repeat(3000), '👨‍👩‍👧‍👦'.repeat(500)))
    const picture = fc.oneof(anyText, anyText.map(text => `https://thirdwx.qlogo.cn/${text}`), fc.constantFrom('javascript:alert(1)', 'http://thirdwx.qlogo.cn/1'))
    const junk = fc.array(fc.stringMatching(/^[a-z\d]{16}$/), { maxLength: 80 })
    let signedIn = 0
    await fc.assert(fc.asyncProperty(redirect, name, picture, junk, async (path, nickname, headimgurl, ids) => {
      const jar = new CookieJar(() => app.url)
      for (const id of ids)
        jar.cookies.set(`__Host-wechat-sign-in-${id}`, 'x')
      const go = async (target: string, method = 'GET') => {
        const Cookie = [...jar.cookies].map(([one, value]) => `${one}=${value}`).join('; ')
        const answer = await sendRaw(app.url, target, { Host: 'm.example.com', Accept: 'application/json', Cookie }, method)
        expect(answer.head.length).toBeLessThanOrEqual(MAX_HEAD)
        const set = [...answer.head.matchAll(/^set-cookie: (.*)\r$/gim)].map(([, text = '']) => text)
        const location = /^location: (.*)\r$/im.exec(answer.head)?.[1]
        const parsed = { ...answer, text: answer.body, headers: { 'set-cookie': set, location } }
        jar.take(parsed)
        return parsed
      }
      const begin = `/api/wx/login?redirect=${encodeURIComponent(path.replaceAll(/\p{Surrogate}/gu, ''))}`
      fc.pre(isHttp(begin, {}))
      const login = await go(begin)
      if (login.status !== 302) {
        expect(JSON.parse(login.body).data.code).toBe('redirect_invalid')
        return
      }
      const code = weChat.issueCode({ nickname, headimgurl })
      const callback = await go(`/api/wx/callback?code=${code}&state=${stateOf(login)}`)
      expect(callback.status).toBe(303)
      expect(callback.headers.location).toMatch(/^\/[\x21-\x7E]*$/)
      const user = await go('/api/wx/user')
      expect(user.status).toBe(200)
      expect(JSON.parse(Buffer.from(user.body, 'latin1').toString()).headimgurl ?? 'https://').toMatch(/^https:\/\//)
      expect((await go('/api/wx/logout', 'POST')).status).toBe(204)
      signedIn++
    }), { numRuns: 300 })
    expect(signedIn).toBeGreaterThan(50)
  })
})
