import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send, type App } from '../app'
import { createMatrix, type Matrix } from '../matrix'

const PATH = '/metrics'

let matrix: Matrix

beforeAll(async () => {
  matrix = await createMatrix({ env: {
    NUXT_WECHAT_METRICS_PATH: PATH,
    NUXT_WECHAT_SITE_ORIGIN: 'https://m.example.com',
    NUXT_SESSION_PASSWORD: 'canary-password-canary-password-32',
  } })
})

afterAll(() => matrix.end())

/** Our own samples, by name and labels. */
async function scrape(app: App): Promise<Record<string, number>> {
  const { text } = await matrix.ask(app, PATH)
  const lines = text.split('\n').filter(line => line.startsWith('wechat_'))
  return Object.fromEntries(lines.map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]))
}

/** Signs in as far as WeChat's answer to this code goes. */
async function signIn({ url }: App, code: string): Promise<number> {
  const begun = await send(url, '/api/wx/login?scope=snsapi_base')
  const state = new URL(String(begun.headers.location)).searchParams.get('state')
  const [cookie = ''] = String(begun.headers['set-cookie']).split(';')
  const ended = await send(url, `/api/wx/callback?code=${code}&state=${state}`, { headers: { Cookie: cookie } })
  return ended.status
}

describe('the metrics', () => {
  it('count what happened, by route and code, with no path, code, openid, token or ticket in them', async () => {
    const app = await matrix.start()
    expect(await matrix.askOften(app, 20)).toEqual([200])
    await matrix.ask(app, '/api/wx/config')
    await matrix.ask(app, '/api/wx/config?url=https%3A%2F%2Fcanary-host.example%2F')
    for (const path of ['/api/wx/canary-path', '/api/wx/canary-path/2?canary-query'])
      await matrix.ask(app, path)
    await send(app.url, '/api/wx/config', { method: 'POST' })
    await matrix.ask(app, '/')
    expect(await signIn(app, 'canary-code')).toBe(400)
    expect(await signIn(app, matrix.weChat.simulator.issueCode({ scope: 'snsapi_base' }))).toBe(303)

    const samples = await scrape(app)
    expect(samples).toMatchObject({
      'wechat_requests_total{route="/api/wx/config",code="ok"}': 20,
      'wechat_requests_total{route="/api/wx/config",code="url_missing"}': 1,
      'wechat_requests_total{route="/api/wx/config",code="url_host_not_allowed"}': 1,
      'wechat_requests_total{route="/api/wx/config",code="405"}': 1,
      'wechat_requests_total{route="/api/wx/**",code="404"}': 2,
      'wechat_requests_total{route="/api/wx/login",code="ok"}': 2,
      'wechat_requests_total{route="/api/wx/callback",code="ok"}': 1,
      'wechat_requests_total{route="/api/wx/callback",code="oauth_code_invalid"}': 1,
      'wechat_renewals_total{credential="access_token"}': 1,
      'wechat_renewals_total{credential="jsapi_ticket"}': 1,
      'wechat_api_failures_total{endpoint="/sns/oauth2/access_token",code="oauth_code_invalid",errcode="40029"}': 1,
      'wechat_lock_wait_seconds_count': 0,
    })
    expect(samples.wechat_ticket_age_seconds).toBeLessThan(60)
    expect(samples.wechat_ticket_expires_in_seconds).toBeGreaterThan(7000)
    expect((await matrix.ask(app, PATH)).text + app.output()).not.toMatch(/canary/)
  })

  it('are text as Prometheus reads it, kept by no cache, with the process\'s own numbers', async () => {
    const { headers, text } = await matrix.ask(await matrix.start(), PATH)
    expect(headers).toMatchObject({ 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' })
    for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds', 'wechat_requests_total'])
      expect(text).toMatch(new RegExp(`^# TYPE ${name} `, 'm'))
    expect(text.endsWith('\n')).toBe(true)
  })

  it('count WeChat\'s refusals before the first page, and tell no age without a ticket', async () => {
    matrix.weChat.simulator.fault('all', { kind: 'errcode', errcode: 40164 })
    // What the processes before it got is not for this one.
    const app = await matrix.start({ env: { NUXT_WECHAT_STORAGE: 'memory' } })
    await expect.poll(() => scrape(app)).toMatchObject({
      'wechat_api_failures_total{endpoint="/cgi-bin/stable_token",code="wechat_ip_not_allowed",errcode="40164"}': expect.any(Number),
    })
    matrix.weChat.simulator.clearFaults()
    await expect.poll(() => scrape(app), { timeout: 10_000 }).toHaveProperty('wechat_ticket_age_seconds')
  })

  it('count what pages report by its kind, and who went before the answer', async () => {
    const app = await matrix.start({ env: { NUXT_WECHAT_STORAGE: 'memory' } })
    const report = { errMsg: 'config:invalid signature', path: '/canary-path', platform: 'ios', version: '8.0.50' }
    expect((await fetch(`${app.url}/api/wx/report`, { method: 'POST', body: JSON.stringify(report) })).status).toBe(204)
    const { hostname, port } = new URL(app.url)
    const socket = connect(Number(port), hostname, () => socket.write('POST /api/wx/report HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{', () => socket.resetAndDestroy()))
    await expect.poll(() => scrape(app)).toMatchObject({
      'wechat_client_reports_total{kind="invalid_signature",platform="ios"}': 1,
      'wechat_requests_total{route="/api/wx/report",code="ok"}': 1,
      'wechat_requests_total{route="/api/wx/report",code="aborted"}': 1,
    })
  })

  it('are at the very path that the variable names', async () => {
    const app = await matrix.start()
    expect((await matrix.ask(app, `${PATH}?name[]=up`)).status).toBe(200)
    for (const path of [`${PATH}/`, `/${PATH}`, `${PATH}/.`])
      expect((await matrix.ask(app, path)).text).not.toContain('wechat_requests_total')
  })

  it('count those that a rate limit refuses, before they have a route', async () => {
    const app = await matrix.start({ env: { NUXT_WECHAT_RATE_LIMIT: '1' } })
    expect((await matrix.askOften(app, 3)).sort()).toEqual([200, 429])
    expect(await scrape(app)).toMatchObject({ 'wechat_requests_total{route="none",code="rate_limited"}': 2 })
  })

  it('are not there unless a variable names their path', async () => {
    const app = await matrix.start({ env: { NUXT_WECHAT_METRICS_PATH: '' } })
    expect((await matrix.ask(app, PATH)).status).toBe(404)
  })
})
