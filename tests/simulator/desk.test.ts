import { describe, expect, it } from 'vitest'
import { defaultSettings } from '../../simulator/api/account/account'
import { entriesToText, filterEntries, toEntries } from '../../simulator/ui/log/entries'
import { changedSettings, defaultClient, readScenario, type Scenario, writeScenario } from '../../simulator/ui/scenario'
import { sharedUrl } from '../../simulator/ui/shares/shared-url'

describe('a shared link is opened', () => {
  it.each([
    ['https://e.com/', 'chat', 'https://e.com/?from=singlemessage&isappinstalled=0'],
    ['https://e.com/', 'moments', 'https://e.com/?from=timeline&isappinstalled=0'],
    ['https://e.com/a?b=1&c=%20#d#e', 'chat', 'https://e.com/a?b=1&c=%20&from=singlemessage&isappinstalled=0#d#e'],
    ['https://e.com/?from=timeline&isappinstalled=0', 'chat', 'https://e.com/?from=singlemessage&isappinstalled=0'],
    ['https://e.com/?a=1&from=timeline&isappinstalled=0&b=2', 'chat', 'https://e.com/?a=1&b=2&from=singlemessage&isappinstalled=0'],
    ['https://e.com/?from=home', 'chat', 'https://e.com/?from=home&from=singlemessage&isappinstalled=0'],
  ] as const)('%s from %s as %s', (link, to, opened) => {
    expect(sharedUrl(link, to)).toBe(opened)
  })
})

describe('a scenario in an address', () => {
  const usual: Scenario = { page: '/', tab: 'signature', client: defaultClient(), faults: [], settings: {}, moments: [] }

  it('that is the usual one names the language alone', () => {
    expect(writeScenario(usual)).toBe('language=zh_CN')
    expect(readScenario('', 'zh_CN')).toEqual({ ...usual, isWhole: false })
    expect(readScenario('', 'en').client.language).toBe('en')
  })

  it('comes back as it was', () => {
    const scenario: Scenario = {
      page: '/articles?a=1&b=京#top',
      tab: 'faults',
      client: { platform: 'harmony', host: 'wecom', oldClient: true, language: 'en', theme: 'dark', network: '4g', keepsCookies: false, bridge: 'never', signedUrl: 'either', nested: 'objects', forgetsOnReturn: true, oneUploadAtATime: true },
      faults: [
        { endpoint: 'all', fault: { kind: 'errcode', errcode: -1 } },
        { endpoint: 'token', fault: { kind: 'http-status', status: 502 } },
        { endpoint: 'getticket', fault: { kind: 'delay', ms: 3000 } },
        { endpoint: 'userinfo', fault: { kind: 'reset' } },
        { endpoint: 'auth', fault: { kind: 'expires-in', value: 'soon:er' } },
        { endpoint: 'access_token', fault: { kind: 'expires-in', value: undefined } },
        { endpoint: 'refresh_token', fault: { kind: 'errcode', errcode: 40164, errmsg: 'invalid ip 192.0.2.1: not in whitelist' } },
        { endpoint: 'stable_token', fault: { kind: 'slow-body', everyMs: 5 } },
      ],
      settings: { jsDomains: ['e.com'], tokenLifetimeSeconds: 60 },
      moments: [{ action: 'revoke-token' }, { action: 'expire-ticket' }, { action: 'advance-clock', ms: 7_200_000 }],
    }
    expect(readScenario(`?${writeScenario(scenario)}`, 'zh_CN')).toEqual({ ...scenario, isWhole: true })
  })

  it('takes what is unknown for the usual', () => {
    expect(readScenario('?client=nokia&tab=x&network=6g&fault=&fault=all:earthquake&settings={&then=apocalypse', 'zh_CN')).toEqual({ ...usual, isWhole: false })
  })

  it('holds the settings that differ from the usual', () => {
    expect(changedSettings({ ...defaultSettings(), oauthDomain: 'e.com' })).toEqual({ oauthDomain: 'e.com' })
  })
})

describe('the log', () => {
  const sources = {
    calls: new Map([['1 2', { id: 2, at: 200, name: 'scanQRCode', params: { needResult: 1, verifySignature: 'x', appId: 'wx1' }, answer: { err_msg: 'system:access_denied' }, durationMs: 3, refused: 'not-listed' as const }]]),
    requests: new Map([['1 1', { id: 1, at: 100, method: 'GET', url: '/api/wx/callback?code=0123456789&state=s', status: 503, answer: { data: { code: 'wechat_busy' } }, durationMs: 9 }]]),
    apiCalls: [{ id: 1, endpoint: 'getticket' as const, method: 'GET', at: 0, realAt: 1150, ip: '', params: { access_token: 'abcd…(136)' }, fault: 'timeout' as const }],
    clockOffset: 1000,
  }

  it('holds the calls of all lanes in the order of their beginning, by this browser\'s clock', () => {
    expect(toEntries(sources).map(({ lane, what, at, isFailure }) => ({ lane, what, at, isFailure }))).toEqual([
      { lane: 'server', what: 'GET /api/wx/callback', at: 100, isFailure: true },
      { lane: 'wechat', what: 'GET getticket', at: 150, isFailure: true },
      { lane: 'bridge', what: 'scanQRCode', at: 200, isFailure: true },
    ])
  })

  it('masks secrets and leaves out the signature that the SDK repeats', () => {
    const [request, , call] = toEntries(sources)
    expect(request?.params).toBe('?code=012…(10)&state=s')
    expect(call?.params).toBe('{"needResult":1}')
  })

  it('says what the documents would refuse of a visit to the authorise page', () => {
    const visit = { id: 1, endpoint: 'authorize' as const, method: 'GET', at: 0, realAt: 0, ip: '', params: {}, answer: { location: 'https://e.com/' }, warnings: ['not documented: a', 'without state'] }
    const entries = toEntries({ calls: new Map(), requests: new Map(), apiCalls: [visit], clockOffset: 0 })
    expect(entries).toMatchObject([{ what: 'GET authorize', warning: 'not documented: a; without state', isFailure: false }])
    expect(filterEntries(entries, 'without state', ['wechat'])).toHaveLength(1)
    expect(entriesToText(entries, { bridge: 'B', server: 'S', wechat: 'W' })).toMatch(/without state$/)
  })

  it('filters by words and lanes', () => {
    const entries = toEntries(sources)
    expect(filterEntries(entries, 'BUSY 503', ['server', 'wechat', 'bridge'])).toHaveLength(1)
    expect(filterEntries(entries, '', ['wechat'])).toHaveLength(1)
    expect(filterEntries(entries, 'nothing of this', ['server', 'wechat', 'bridge'])).toEqual([])
  })

  it('is a line for each call as text', () => {
    const lines = entriesToText(toEntries(sources), { bridge: 'B', server: 'S', wechat: 'W' }).split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[1]).toMatch(/^\d\d:\d\d:\d\d\.150\tW\tGET getticket\t\{"access_token":"abcd…\(136\)"\}\t\t… ms\ttimeout$/)
    expect(lines.every(line => /^[^\t]+(?:\t[^\t]*){5,6}$/.test(line))).toBe(true)
  })
})
