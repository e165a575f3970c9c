import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkIds } from '../../doctor/check'
import { examine, type Report } from '../../doctor/examine'
import { startSimulator, type StandaloneSimulator } from '../../simulator/standalone'
import { startApp, type App } from '../app'
import { endWithTests, outcomeOf } from '../children'
import { passOn, startSite, type TestSite } from '../site'

const SECRET = 'canarycanarycanarycanarycanary99'
const PASSWORD = 'canary-password-of-32-characters-or-more'
const command = fileURLToPath(new URL('../../bin/nuxt-wechat.mjs', import.meta.url))

let weChat: StandaloneSimulator
let site: TestSite
let folder: string
let app: App

beforeAll(async () => {
  site = await startSite()
  folder = mkdtempSync(join(tmpdir(), 'nuxt-wechat-doctor-'))
})

afterAll(async () => {
  await site.close()
  rmSync(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  weChat = await startSimulator({ appSecret: SECRET })
})

afterEach(async () => {
  await app.stop()
  await weChat.close()
})

function account(): Record<string, string> {
  return {
    NUXT_WECHAT_APP_ID: weChat.simulator.appId,
    NUXT_WECHAT_APP_SECRET: SECRET,
    NUXT_WECHAT_API_BASE: weChat.url,
    NUXT_WECHAT_OPEN_BASE: weChat.url,
    NUXT_WECHAT_JS_DOMAINS: 'm.example.com',
    NUXT_WECHAT_VERIFY_CODE: 'Code42',
    NUXT_WECHAT_SITE_ORIGIN: 'https://m.example.com',
    NUXT_SESSION_PASSWORD: PASSWORD,
  }
}

/** Starts the app, with the account's variables and others, behind the web server. */
async function start(variables: Record<string, string> = {}): Promise<void> {
  app = await startApp({ env: { ...account(), ...variables } })
  site.answer = (req, res) => passOn(app.url, {}, req, res)
}

/** Starts the app behind a web server that does something else to the paths that begin so. */
async function startBehind(prefix: string, answer: RequestListener): Promise<void> {
  await start()
  site.answer = (req, res) => (req.url ?? '').startsWith(prefix) ? answer(req, res) : passOn(app.url, {}, req, res)
}

/** What each check of the running app came to; all others are in order. */
async function outcomes(variables: Record<string, string> = {}): Promise<Record<string, string>> {
  const { checks }: Report = await examine({ language: 'en', folder, network: site.network, environment: { ...account(), ...variables } })
  return Object.fromEntries(checks.filter(({ status }) => status !== 'ok').map(({ id, status, code }) => [id, code ? `${status}: ${code}` : status]))
}

const notReached = { signature: 'skipped', sign_in: 'skipped' }

describe('the doctor, of a running app', () => {
  it('finds a healthy one in order', async () => {
    await start()
    expect(await outcomes()).toEqual({})
  })

  it('finds one in order whose JS domain has a path in the console', async () => {
    const variables = { NUXT_WECHAT_JS_DOMAINS: 'm.example.com/shop' }
    await start(variables)
    expect(await outcomes(variables)).toEqual({})
  })

  it('names an origin that is redirected', async () => {
    await startBehind('/api/wx/health', (_, res) => res.writeHead(301, { location: 'https://www.example.com/secret-path' }).end())
    expect(await outcomes()).toEqual({ site: 'failed: site_redirected', ...notReached })
  })

  it('names a web server that does not reach the app', async () => {
    await startBehind('/api/', (_, res) => res.writeHead(502).end())
    expect(await outcomes()).toEqual({ site: 'failed: host_bad_gateway', ...notReached })
  })

  it('names another app at the origin', async () => {
    await startBehind('/api/', (_, res) => res.end('{"status":"ok"}'))
    expect(await outcomes()).toEqual({ site: 'failed: site_other_app', ...notReached })
  })

  it('names an app that was started without the account', async () => {
    await start({ NUXT_WECHAT_APP_SECRET: '' })
    expect(await outcomes()).toEqual({ site: 'failed: site_not_configured', ...notReached })
  })

  it('names a cache that drops the query', async () => {
    await startBehind('/api/wx/health', (req, res) => passOn(app.url, { path: '/api/wx/health' }, req, res))
    expect(await outcomes()).toEqual({ site: 'failed: site_no_proof', ...notReached })
  })

  it('names an app of another account, and does not take over its word for its account', async () => {
    await start({ NUXT_WECHAT_APP_SECRET: 'another-canary-secret-0123456789' })
    expect(await outcomes()).toEqual({ site: 'failed: site_other_account', ...notReached })
  })

  it('names a proxy that does not say https', async () => {
    await startBehind('/api/', (req, res) => passOn(app.url, { headers: { 'x-forwarded-proto': 'http' } }, req, res))
    expect(await outcomes()).toEqual({ site: 'failed: site_wrong_protocol' })
  })

  it.each(['127.0.0.1:3000', 'm.example.com:443', 'a-name-that-cannot-be-guessed'])('names a proxy that says the host is %s', async (host) => {
    await startBehind('/api/', (req, res) => passOn(app.url, { headers: { host } }, req, res))
    expect(await outcomes()).toEqual({ site: 'failed: site_wrong_host' })
  })

  it('names a site that is not among the JS domains', async () => {
    await start({ NUXT_WECHAT_JS_DOMAINS: 'www.example.com' })
    expect(await outcomes()).toEqual({ signature: 'failed: url_host_not_allowed' })
  })

  it('names a proxy that decodes the query', async () => {
    await startBehind('/api/wx/config', (req, res) => passOn(app.url, { path: encodeURI(decodeURIComponent(req.url ?? '')) }, req, res))
    expect(await outcomes()).toEqual({ signature: 'failed: url_not_encoded' })
  })

  it('names a proxy that changes the page\'s address', async () => {
    await startBehind('/api/wx/config', (req, res) => passOn(app.url, { path: (req.url ?? '').replace('%252B', '%2B') }, req, res))
    expect(await outcomes()).toEqual({ signature: 'failed: signature_url_changed' })
  })

  it('names an app that signs with another AppID', async () => {
    await start({ NUXT_WECHAT_APP_ID: 'wx0000000000000001', NUXT_WECHAT_API_BASE: await playOther() })
    expect(await outcomes()).toEqual({ signature: 'failed: signature_other_account', sign_in: 'failed: sign_in_other_target' })
  })

  it('names an app that gets no ticket, with its code', async () => {
    await start({ NUXT_WECHAT_API_BASE: 'http://127.0.0.1:1' })
    expect(await outcomes()).toEqual({ signature: 'failed: wechat_unreachable' })
  })

  it('names an app whose ticket WeChat has ended', async () => {
    await start()
    await expect.poll(() => weChat.simulator.count('getticket')).toBeGreaterThan(0)
    weChat.simulator.expireTicket()
    expect(await outcomes()).toEqual({ signature: 'failed: signature_other_ticket' })
  })

  it('blames no app where WeChat gives another ticket each time', async () => {
    await startBehind('/api/wx/config', (req, res) => {
      weChat.simulator.expireTicket()
      passOn(app.url, {}, req, res)
    })
    await expect.poll(() => weChat.simulator.count('getticket')).toBeGreaterThan(0)
    weChat.simulator.expireTicket()
    expect(await outcomes()).toEqual({ signature: 'warning: signature_not_comparable' })
  })

  it('names an app that was started without the session password', async () => {
    await start({ NUXT_SESSION_PASSWORD: '' })
    expect(await outcomes()).toEqual({ sign_in: 'failed: sign_in_not_configured' })
  })

  it('names an app that has WeChat return elsewhere', async () => {
    await start({ NUXT_WECHAT_SITE_ORIGIN: 'https://www.example.com' })
    expect(await outcomes()).toEqual({ sign_in: 'failed: sign_in_other_origin' })
  })

  it('names a host that is not the web authorisation domain', async () => {
    await start()
    Object.assign(weChat.simulator.settings, { oauthDomain: 'other.example.com' })
    expect(await outcomes()).toEqual({ sign_in: 'failed: sign_in_redirect_uri' })
  })

  it('names a web server that answers the sign-in itself', async () => {
    await startBehind('/api/wx/login', (_, res) => res.end('A page.'))
    expect(await outcomes()).toEqual({ sign_in: 'failed: sign_in_refused' })
  })

  it('warns of a session password that was typed', async () => {
    const weak = { NUXT_SESSION_PASSWORD: 'a'.repeat(40) }
    await start(weak)
    expect(await outcomes(weak)).toEqual({ sign_in: 'warning: password_weak' })
  })

  it('asks for no classic token: the running app\'s goes on', async () => {
    const classic = { NUXT_WECHAT_TOKEN_ENDPOINT: 'classic' }
    await start(classic)
    await expect.poll(() => weChat.simulator.count('getticket')).toBeGreaterThan(0)
    expect(await outcomes(classic)).toEqual({ token: 'warning: token_classic' })
    expect(weChat.simulator.count('token')).toBe(1)
  })

  it('runs as a command in another folder, by its .env, with an authority of NODE_EXTRA_CA_CERTS', async () => {
    const host = `localhost:${site.port}`
    const variables = { ...account(), NUXT_WECHAT_JS_DOMAINS: host, NUXT_WECHAT_SITE_ORIGIN: `https://${host}` }
    await start(variables)
    writeFileSync(join(folder, '.env'), Object.entries(variables).map(([name, value]) => `${name}=${value}\n`).join(''))
    writeFileSync(join(folder, 'ca.pem'), site.ca)
    const child = endWithTests(spawn(process.execPath, [command, 'doctor', '--json', '--lang', 'en'], {
      cwd: folder, env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') }, stdio: ['ignore', 'pipe', 'inherit'],
    }))
    const { code, stdout } = await outcomeOf(child)
    rmSync(join(folder, '.env'))
    const report: Report = JSON.parse(stdout)
    expect(report.checks.filter(({ status }) => status !== 'ok').map(({ id, status, code: problem }) => [id, status, problem])).toEqual([['domains', 'warning', 'domain_for_test_account']])
    expect(report.checks.map(({ id }) => id)).toEqual(checkIds)
    expect([code, report.ok]).toEqual([0, true])
    expect(stdout).not.toContain('canary')
  })
})

/** WeChat's API for the AppID of another account, which has the same secret. */
async function playOther(): Promise<string> {
  const other = await startSimulator({ appId: 'wx0000000000000001', appSecret: SECRET })
  others.push(other)
  return other.url
}

const others: StandaloneSimulator[] = []

afterAll(() => Promise.all(others.map(other => other.close())))
