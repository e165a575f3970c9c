import { afterEach, beforeEach, expect, it } from 'vitest'
import { send, startApp, type App } from '../app'
import { readLog } from '../log-lines'

let app: App

beforeEach(async () => {
  app = await startApp({ env: {
    NODE_OPTIONS: '--import ./tests/broken-places.mjs',
    NUXT_WECHAT_APP_ID: 'wx1234567890abcdef',
    NUXT_WECHAT_APP_SECRET: 'canarycanarycanarycanarycanary99',
    NUXT_WECHAT_API_BASE: 'http://127.0.0.1:1',
    NUXT_WECHAT_SITE_ORIGIN: 'https://m.example.com',
    NUXT_SESSION_PASSWORD: 'canary-password-canary-password-32',
  } })
})

afterEach(() => app.stop())

/** All that was printed, less Nitro's first line. */
const printed = () => app.output().replace(/^Listening on \S+\n/m, '')

it('every line is JSON, with the level and, for programs, the event', async () => {
  await expect.poll(() => readLog(printed()).map(({ event }) => event)).toContain('renewal_failed')
  const lines = printed().trim().split('\n').map(line => JSON.parse(line))
  expect(lines[0]).toMatchObject({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    level: 'error',
    name: 'wechat',
    pid: app.pid,
    message: expect.stringMatching(/^jsapi ticket: wechat_unreachable at \/cgi-bin\/stable_token/),
    event: 'renewal_failed',
    code: 'wechat_unreachable',
    endpoint: '/cgi-bin/stable_token',
    count: 1,
    retryInSeconds: expect.any(Number),
  })
})

it('an error that no handler expects is one line, without queries, and forges no other', async () => {
  const answer = await send(app.url, '/api/wx/login?redirect=/&code=canary-code')
  expect([answer.status, JSON.parse(answer.text)]).toMatchObject([500, { statusCode: 500, message: 'Server Error' }])
  expect(answer.text).not.toMatch(/Broken|forged|stack/)
  const unhandled = readLog(printed()).filter(({ event }) => event === 'unhandled_error')
  expect(unhandled).toMatchObject([{ level: 'error', method: 'GET', path: '/api/wx/login', status: 500, stack: expect.stringContaining('    at ') }])
  expect(unhandled[0]?.message).toMatch(/^Unhandled error at GET \/api\/wx\/login: Broken at http:\/\/127\.0\.0\.1\/pool\?…\n/)
  for (const line of printed().trim().split('\n')) {
    expect(() => JSON.parse(line)).not.toThrow()
    // What JSON would let through.
    expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u)
  }
  expect(printed()).not.toContain('canary')
})

it('a browser sees the error page, which says nothing of it', async () => {
  const { status, text } = await send(app.url, '/api/wx/login?code=canary-code', { headers: { 'Accept': 'text/html', 'Accept-Language': 'en' } })
  expect(status).toBe(500)
  expect(text).toContain('Something went wrong')
  expect(text).not.toMatch(/Broken|forged/)
  expect(printed()).not.toContain('canary')
})

it('an error while a page renders is one line too, and the browser learns nothing of it', async () => {
  const { status, text } = await send(app.url, '/profile?code=canary-code', { headers: { 'Accept': 'text/html', 'Accept-Language': 'en' } })
  expect(status).toBe(500)
  expect(text).toContain('Something went wrong')
  expect(text).not.toMatch(/Broken|forged|secret/)
  expect(readLog(printed()).filter(({ event }) => event === 'unhandled_error')).toMatchObject([
    { level: 'error', method: 'GET', path: '/profile', status: 500, message: expect.stringMatching(/^Unhandled error at GET \/profile: Broken at /), stack: expect.stringContaining('    at ') },
  ])
  expectLinesOfJson()
})

it('a page that does not exist is no error of the server', async () => {
  expect((await send(app.url, '/articles/nothing')).status).toBe(404)
  expect(readLog(printed()).filter(({ event }) => event === 'unhandled_error')).toEqual([])
})

it('what fails in the background is a line of JSON as well, and ends nothing', async () => {
  app.signal('SIGUSR2')
  await expect.poll(() => readLog(printed()).map(({ event }) => event)).toEqual(expect.arrayContaining(['unhandled_rejection', 'uncaught_exception']))
  expect(readLog(printed()).find(({ event }) => event === 'unhandled_rejection')?.message).toMatch(/^\[unhandledRejection\] TypeError: Broken at http:\/\/127\.0\.0\.1\/pool\?…\n/)
  expectLinesOfJson()
  expect((await send(app.url, '/')).status).toBe(200)
})

/** All lines, and none with a query. */
function expectLinesOfJson(): void {
  expect(printed()).not.toContain('canary')
  expect(() => printed().trim().split('\n').map(line => JSON.parse(line))).not.toThrow()
}

it.each<Record<string, string>>([
  { Host: '[' },
  { 'X-Forwarded-Host': '[' },
  { 'X-Forwarded-Host': 'a:99999,@b' },
  { 'Host': '[', 'X-Forwarded-Host': 'a b' },
])('a request with %j leaves no query in the log either', async (headers) => {
  await send(app.url, '/nothing?code=canary-code', { headers })
  await send(app.url, '/api/wx/login?code=canary-code', { headers })
  expectLinesOfJson()
})

it.each(['http://[/?code=canary1', 'http://a:99999/?code=canary1', '//[?code=canary1'])('nor does a request for %s', async (target) => {
  await send(app.url, target)
  await send(app.url, target, { headers: { 'X-Forwarded-Host': 'a:99999,@b' } })
  expectLinesOfJson()
})

it.each([['[', '/'], ['a:99999', '/'], ['[', '/api/wx/user'], ['x', 'http://[/']])('Host: %s with the target %s is 400, and no error of the server', async (host, target) => {
  expect((await send(app.url, target, { headers: { Host: host } })).status).toBe(400)
  expect(readLog(printed()).filter(({ event }) => event === 'unhandled_error')).toEqual([])
})
