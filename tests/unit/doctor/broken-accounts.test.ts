import { createServer, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { CheckId } from '../../../doctor/check'
import { examine, type DoctorOptions } from '../../../doctor/examine'
import { createNetwork } from '../../../doctor/network/request'
import type { Fault } from '../../../simulator/api/faults/faults'
import { startSimulator, type StandaloneSimulator } from '../../../simulator/standalone'
import { freePort } from '../../free-port'
import { startRedis } from '../../redis'
import { passOn, startSite, type TestSite } from '../../site'
import { healthyEnvironment, makeFolder, outcomes, SECRET, skipped } from './account'

let weChat: StandaloneSimulator
let site: TestSite

beforeAll(async () => {
  site = await startSite()
})

afterAll(() => site.close())

beforeEach(async () => {
  weChat = await startSimulator({ appSecret: SECRET })
  site.answer = answerFiles({ '/MP_verify_Code42.txt': 'Code42' })
  return () => weChat.close()
})

function answerFiles(files: Record<string, string>, status = 404) {
  return ({ url = '' }: { url?: string }, res: ServerResponse) => {
    const file = files[url]
    res.writeHead(file === undefined && url.includes('/MP_') ? status : 200, status === 404 ? {} : { location: '/elsewhere' }).end(file ?? 'A page.')
  }
}

/** What is wrong in a row of the table; the rest is in order. */
interface Broken extends Partial<DoctorOptions> {
  variables?: Record<string, string | undefined>
}

async function examineWith({ variables, ...options }: Broken = {}) {
  const environment = { ...healthyEnvironment(weChat), ...variables }
  return examine({ language: 'en', folder: makeFolder(), network: site.network, ...options, environment })
}

const healthy: Partial<Record<CheckId, string>> = {
  variables: 'ok', account: 'ok', clock: 'ok', reach: 'ok', token: 'ok', ticket: 'ok', storage: 'ok', domains: 'ok', ownership: 'ok',
  // The running app is in tests/e2e/doctor.test.ts.
  ...skipped('site', 'signature', 'sign_in'),
}

const all = ['account', 'clock', 'reach', 'token', 'ticket', 'storage', 'domains', 'ownership', 'site', 'signature', 'sign_in'] as const
const noConfig = skipped(...all)
const noAccount = skipped('token', 'ticket', 'site', 'signature')
const noToken = skipped('ticket', 'signature')

type Row = [name: string, broken: () => Broken | Promise<Broken>, expected: Partial<Record<CheckId, string>>]

function fault(endpoint: 'stable_token' | 'getticket' | 'all', what: Fault) {
  return () => {
    weChat.simulator.fault(endpoint, what)
    return {}
  }
}

const refusesToken = (errcode: number) => fault('stable_token', { kind: 'errcode', errcode })

/** A proxy in front of the simulator that answers some paths itself. */
async function answerBefore(answers: Record<string, (res: ServerResponse) => void>): Promise<Broken> {
  const target = weChat.url
  const server = createServer((req, res) => {
    const { url = '' } = req
    const answer = answers[url] ?? answers[url.split('?')[0] ?? '']
    if (answer)
      answer(res)
    else
      passOn(target, {}, req, res)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  // A TCP server's address is an AddressInfo; only pipes have a string.
  const { port } = server.address() as AddressInfo
  return { variables: { NUXT_WECHAT_API_BASE: `http://127.0.0.1:${port}` } }
}

const rows: Row[] = [
  ['a misspelt variable', () => ({ variables: { NUXT_WECHAT_APPID: 'wx1' } }), { ...noConfig, variables: 'failed: variable_misspelt' }],
  ['an unknown variable', () => ({ variables: { NUXT_WECHAT_WHATEVER_ELSE: '1' } }), { ...noConfig, variables: 'failed: variable_unknown' }],
  ['an origin with a path', () => ({ variables: { NUXT_WECHAT_SITE_ORIGIN: 'https://m.example.com/shop' } }), { ...noConfig, variables: 'failed: variable_invalid' }],
  ['a JS domain with a scheme', () => ({ variables: { NUXT_WECHAT_JS_DOMAINS: 'https://m.example.com' } }), { ...noConfig, variables: 'failed: variable_invalid' }],
  ['a quotation mark in .env that is not closed', () => ({ folder: makeFolder('A="b\nC=d\n') }), { variables: 'failed: env_quote' }],
  ['a line of .env that is no NAME=value', () => ({ folder: makeFolder('NUXT_WECHAT_APP_ID: wx1\n') }), { variables: 'failed: env_line' }],
  ['a # in .env that cuts a value', () => ({ folder: makeFolder('A=redis://:pass#word@host\n') }), { variables: 'failed: env_hash' }],
  ['a variable that is twice in .env', () => ({ folder: makeFolder('A=b\nA=c\n') }), { variables: 'warning: env_twice' }],
  ['a .env that Windows saved with a byte order mark', () => ({ folder: makeFolder('\uFEFFA=b\n') }), { variables: 'failed: env_encoding' }],
  ['no AppSecret', () => ({ variables: { NUXT_WECHAT_APP_SECRET: '' } }), { ...noAccount, account: 'failed: wechat_not_configured' }],
  ['AppID and AppSecret in each other\'s place', () => ({ variables: { NUXT_WECHAT_APP_ID: '0123456789abcdef0123456789abcde0', NUXT_WECHAT_APP_SECRET: 'wx0123456789abcde0' } }), { ...noAccount, account: 'failed: account_swapped' }],
  ['the AppID of the documents', () => ({ variables: { NUXT_WECHAT_APP_ID: 'wx0123456789abcdef' } }), { ...noAccount, account: 'failed: account_example' }],
  ['a clock that is two minutes ahead', () => ({ now: () => Date.now() + 120_000 }), { clock: 'failed: clock_wrong' }],
  ['a clock that is two minutes behind', () => ({ now: () => Date.now() - 120_000 }), { clock: 'failed: clock_wrong' }],
  ['a proxy that drops WeChat\'s date', () => answerBefore({
    '/cgi-bin/ticket/getticket?type=jsapi': (res) => {
      res.sendDate = false
      res.end('{"errcode":41001,"errmsg":"access_token missing"}')
    },
  }), { clock: 'warning: clock_unknown' }],
  ['an API base without a DNS record', () => ({ variables: { NUXT_WECHAT_API_BASE: 'https://nowhere.example.com' } }), { ...noAccount, ...skipped('clock'), reach: 'failed: api_dns' }],
  ['an API base that refuses the connection', async () => ({ variables: { NUXT_WECHAT_API_BASE: `http://127.0.0.1:${await freePort()}` } }), { ...noAccount, ...skipped('clock'), reach: 'failed: wechat_unreachable' }],
  ['an API base with a certificate of a stranger', () => ({ variables: { NUXT_WECHAT_API_BASE: 'https://self.example.com' } }), { ...noAccount, ...skipped('clock'), reach: 'failed: api_tls' }],
  ['an API base that never answers', () => {
    weChat.simulator.fault('all', { kind: 'timeout' })
    return { network: createNetwork({ timeoutMs: 200 }), variables: { NUXT_WECHAT_JS_DOMAINS: '', NUXT_WECHAT_VERIFY_CODE: '' } }
  }, { ...noAccount, ...skipped('clock', 'domains', 'ownership'), reach: 'failed: wechat_timeout' }],
  ['a connection that is cut', fault('all', { kind: 'reset' }), { ...noAccount, ...skipped('clock'), reach: 'failed: wechat_unreachable' }],
  ['a sign-in page of the network in WeChat\'s place', fault('all', { kind: 'html' }), { ...noAccount, reach: 'failed: wechat_bad_response' }],
  ['a proxy that answers 502', fault('all', { kind: 'http-status', status: 502 }), { ...noAccount, reach: 'failed: wechat_bad_response' }],
  ['the simulator of the app itself', () => ({ variables: { NUXT_WECHAT_API_BASE: '/__wechat' } }), { ...noAccount, ...skipped('clock'), reach: 'failed: api_simulated' }],
  ['a wrong AppSecret', () => ({ variables: { NUXT_WECHAT_APP_SECRET: `${SECRET.slice(0, -1)}8` } }), { ...noToken, token: 'failed: wechat_secret_invalid' }],
  ['an unknown AppID', () => ({ variables: { NUXT_WECHAT_APP_ID: 'wx0000000000000001' } }), { ...noToken, token: 'failed: wechat_appid_invalid' }],
  ['an address that is not on the whitelist', () => {
    Object.assign(weChat.simulator.settings, { allowedIps: ['203.0.113.7'] })
    return {}
  }, { ...noToken, token: 'failed: wechat_ip_not_allowed' }],
  ['an address that awaits the administrator', refusesToken(89503), { ...noToken, token: 'failed: wechat_error' }],
  ['a frozen AppSecret', refusesToken(40243), { ...noToken, token: 'failed: wechat_secret_frozen' }],
  ['too many calls in a minute', refusesToken(45011), { ...noToken, token: 'failed: wechat_rate_limited' }],
  ['a restricted account', refusesToken(50002), { ...noToken, token: 'failed: wechat_account_restricted' }],
  ['an account of a third-party platform', refusesToken(61024), { ...noToken, token: 'failed: wechat_error' }],
  ['a busy WeChat', refusesToken(-1), { ...noToken, token: 'failed: wechat_busy' }],
  ['an errcode that no document names', refusesToken(99999), { ...noToken, token: 'failed: wechat_error' }],
  ['a broken answer to the token\'s call', fault('stable_token', { kind: 'truncated' }), { ...noToken, token: 'failed: wechat_bad_response' }],
  ['a connection that is cut at the token\'s call', fault('stable_token', { kind: 'reset' }), { ...noToken, token: 'failed: wechat_unreachable' }],
  ['the classic token endpoint', () => ({ variables: { NUXT_WECHAT_TOKEN_ENDPOINT: 'classic' } }), { token: 'warning: token_classic' }],
  ['an account without share cards', () => {
    Object.assign(weChat.simulator.settings, { unauthorized: ['getticket'] })
    return {}
  }, { ticket: 'failed: wechat_unauthorized', signature: 'skipped' }],
  ['a mini program\'s AppID', () => {
    Object.assign(weChat.simulator.settings, { unauthorized: ['getticket'] })
    return answerBefore({ '/cgi-bin/account/getaccountbasicinfo': res => res.end('{"errcode":0,"account_type":3}') })
  }, { ticket: 'failed: account_mini_program', signature: 'skipped' }],
  ['a ticket quota that is used up', () => {
    Object.assign(weChat.simulator.settings, { dailyQuota: { getticket: 0 } })
    return {}
  }, { ticket: 'failed: wechat_quota_exceeded', signature: 'skipped' }],
  ['a ticket quota that is nearly used up', () => answerBefore({ '/cgi-bin/openapi/quota/get': res => res.end('{"errcode":0,"quota":{"daily_limit":1000,"used":950,"remain":50}}') }), { ticket: 'warning: quota_low' }],
  ['a storage folder that cannot be written', () => {
    const folder = makeFolder()
    writeFileSync(join(folder, 'file'), '')
    return { folder, variables: { NUXT_WECHAT_STORAGE: 'fs:file/below' } }
  }, { storage: 'failed: storage_folder_not_writable' }],
  ['a storage folder that others may read', () => {
    const folder = makeFolder()
    mkdirSync(join(folder, 'data/nuxt-wechat'), { recursive: true })
    chmodSync(join(folder, 'data/nuxt-wechat'), 0o755)
    return { folder, variables: { NUXT_WECHAT_STORAGE: 'fs:data' } }
  }, { storage: 'warning: storage_folder_open' }],
  ['a Redis that is not there', async () => ({ variables: { NUXT_WECHAT_STORAGE: `redis://127.0.0.1:${await freePort()}` } }), { storage: 'failed: storage_unreachable' }],
  ['a Redis that wants another password', async () => {
    const redis = await startRedis({ args: ['--requirepass', 'right'] })
    onTestFinished(redis.stop)
    return { variables: { NUXT_WECHAT_STORAGE: redis.url.replace('//', '//:wrong@') } }
  }, { storage: 'failed: storage_denied' }],
  ['a Redis that lets this user run no scripts', async () => {
    const redis = await startRedis({ args: ['--user', 'app', 'on', '>pass', '~*', '+@all', '-eval'] })
    onTestFinished(redis.stop)
    return { variables: { NUXT_WECHAT_STORAGE: redis.url.replace('//', '//app:pass@') } }
  }, { storage: 'failed: storage_denied' }],
  ['a Redis that is a replica', async () => {
    const redis = await startRedis({ args: ['--replicaof', '127.0.0.1', String(await freePort())] })
    onTestFinished(redis.stop)
    return { variables: { NUXT_WECHAT_STORAGE: redis.url } }
  }, { storage: 'failed: storage_read_only' }],
  ['several processes that share no storage', () => ({ variables: { NITRO_CLUSTER_WORKERS: '4' } }), { storage: 'warning: storage_not_shared' }],
  ['several processes with the classic token that share no storage', () => ({ variables: { NITRO_PRESET: 'node_cluster', NUXT_WECHAT_TOKEN_ENDPOINT: 'classic' } }), { token: 'warning: token_classic', storage: 'failed: storage_not_shared_classic' }],
  ['a JS domain without a DNS record', () => ({ variables: { NUXT_WECHAT_JS_DOMAINS: 'nowhere.example.com' } }), { domains: 'failed: host_dns', ownership: 'skipped' }],
  ['a JS domain without https', async () => ({ network: createNetwork({ httpsPort: await freePort() }), variables: { NUXT_WECHAT_JS_DOMAINS: '127.0.0.1' } }), { domains: 'failed: host_connection', ownership: 'skipped' }],
  ['a JS domain that answers http on the port of https', () => ({ network: createNetwork({ httpsPort: Number(new URL(weChat.url).port), lookup: (_, { all }, done) => all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4) }) }), { domains: 'failed: host_tls', ownership: 'skipped' }],
  ['a JS domain whose certificate has expired', () => ({ variables: { NUXT_WECHAT_JS_DOMAINS: 'expired.example.com' } }), { domains: 'failed: certificate_expired', ownership: 'skipped' }],
  ['a JS domain with another host\'s certificate', () => ({ variables: { NUXT_WECHAT_JS_DOMAINS: 'other.example.com' } }), { domains: 'failed: certificate_wrong_host', ownership: 'skipped' }],
  ['a JS domain with a certificate that browsers do not trust', () => ({ variables: { NUXT_WECHAT_JS_DOMAINS: 'self.example.com' } }), { domains: 'failed: certificate_untrusted', ownership: 'skipped' }],
  ['a JS domain whose certificate ends in six days', () => ({ variables: { NUXT_WECHAT_JS_DOMAINS: 'm.example.com,soon.example.com' } }), { domains: 'failed: certificate_ends_soon' }],
  ['a JS domain whose web server does not reach the app', () => {
    site.answer = (_, res) => res.writeHead(502).end()
    return {}
  }, { domains: 'failed: host_bad_gateway', ownership: 'skipped' }],
  ['a JS domain that only a test account takes', () => ({ variables: { NUXT_WECHAT_JS_DOMAINS: `localhost:${site.port}` } }), { domains: 'warning: domain_for_test_account' }],
  ['an ownership file that is not there', () => {
    site.answer = answerFiles({})
    return {}
  }, { ownership: 'failed: ownership_missing' }],
  ['an ownership file with a line break at its end', () => {
    site.answer = answerFiles({ '/MP_verify_Code42.txt': 'Code42\n' })
    return {}
  }, { ownership: 'failed: ownership_changed' }],
  ['an ownership file at the root of a domain that has a path in the console', () => ({ variables: { NUXT_WECHAT_JS_DOMAINS: 'm.example.com/shop' } }), { ownership: 'failed: ownership_missing' }],
  ['an ownership file that is elsewhere', () => {
    site.answer = answerFiles({}, 301)
    return {}
  }, { ownership: 'failed: ownership_redirected' }],
  ['a public file of WeChat\'s that is not served', () => {
    const folder = makeFolder()
    mkdirSync(join(folder, 'public'))
    writeFileSync(join(folder, 'public/MP_verify_Other.txt'), 'Other')
    return { folder }
  }, { ownership: 'failed: ownership_missing' }],
  ['a session password without an origin', () => ({ variables: { NUXT_SESSION_PASSWORD: 'a-password-of-thirty-two-characters' } }), { sign_in: 'failed: sign_in_not_configured' }],
]

describe('the doctor', () => {
  it('finds a healthy account in order', async () => {
    const report = await examineWith()
    expect(outcomes(report)).toEqual(healthy)
    expect(report.ok).toBe(true)
  })

  it.each(rows)('names %s, and skips what it makes meaningless', async (_name, breakIt, expected) => {
    const report = await examineWith(await breakIt())
    expect(outcomes(report)).toEqual({ ...healthy, ...expected })
    expect(report.ok).toBe(!Object.values(expected).some(outcome => outcome.startsWith('failed')))
    for (const { status, fix } of report.checks) {
      expect(fix !== undefined, fix).toBe(status === 'failed' || status === 'warning')
      for (const [, page = ''] of fix?.matchAll(/blob\/main\/(\S+)/g) ?? [])
        expect(existsSync(page), page).toBe(true)
    }
  })
})
