import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AccountSettings, defaultSettings } from '../../simulator/api/account/account'
import { sign } from '../../simulator/api/signature/signature'
import { verify, type VerifyRequest } from '../../simulator/api/verify'
import { type StandaloneSimulator, startSimulator } from '../../simulator/standalone'

/** https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/JS-SDK.html, appendix 1. */
const official = {
  ticket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
  nonceStr: 'Wm3WZYTPz0wzccnW',
  timestamp: '1414587457',
  url: 'http://mp.weixin.qq.com?params=value',
}
const signature = '0f9de62fce790f9a083d5c99e95740ceb90c27ed'
const request = {
  url: official.url,
  verifyAppId: 'wx1',
  verifyTimestamp: official.timestamp,
  verifyNonceStr: official.nonceStr,
  verifySignature: signature,
}

const check = (asked: VerifyRequest, tickets: string[], settings: Partial<AccountSettings> = {}) => verify(
  asked,
  { appId: 'wx1', appSecret: '', settings: { ...defaultSettings(), ...settings } },
  { valid: tickets, over: [], accessTokens: [] },
)

describe('a signature', () => {
  it('of WeChat\'s own example is the one that WeChat publishes', () => {
    expect(sign(official)).toBe(signature)
  })

  it('is right with any ticket that still counts', () => {
    expect(check(request, [official.ticket])).toEqual({ ok: true })
    expect(check(request, [official.ticket, 'the-next-one'])).toEqual({ ok: true })
  })

  it.each([
    ['another URL', { url: `${official.url}&a=1` }],
    ['another nonce', { verifyNonceStr: 'wm3WZYTPz0wzccnW' }],
    ['another time', { verifyTimestamp: '1414587458' }],
    ['no signature', { verifySignature: undefined }],
  ])('is wrong for %s', (_what, changed) => {
    expect(check({ ...request, ...changed }, [official.ticket])).toMatchObject({ ok: false, err_msg: 'invalid signature' })
  })

  it('is wrong before the account has a ticket, and for another account', () => {
    expect(check(request, [])).toMatchObject({ ok: false, err_msg: 'invalid signature' })
    expect(check({ ...request, verifyAppId: 'wx2' }, [official.ticket])).toMatchObject({ ok: false, err_msg: 'invalid appid' })
    expect(check({}, [official.ticket])).toMatchObject({ ok: false, err_msg: 'invalid appid' })
  })

  it.each([
    ['mp.weixin.qq.com', true],
    ['weixin.qq.com', true],
    ['qq.com:8080', false],
    ['xin.qq.com', false],
    ['example.com', false],
  ])('counts with the JS safe domain %s: %s', (domain, ok) => {
    expect(check(request, [official.ticket], { jsDomains: [domain] })).toMatchObject(ok ? { ok } : { ok, err_msg: 'invalid url domain', explanation: { cause: 'domain', expected: domain, signed: 'mp.weixin.qq.com' } })
  })
})

describe('the client\'s question', () => {
  let wechat: StandaloneSimulator
  beforeAll(async () => {
    wechat = await startSimulator()
  })
  afterAll(() => wechat.close())

  it('is answered against the ticket of the account, for a page of any origin', async () => {
    const { url: base, simulator: { appId, appSecret } } = wechat
    const { access_token } = await (await fetch(`${base}/cgi-bin/token?grant_type=client_credential&appid=${appId}&secret=${appSecret}`)).json()
    const { ticket } = await (await fetch(`${base}/cgi-bin/ticket/getticket?access_token=${access_token}&type=jsapi`)).json()
    const body = { ...request, verifyAppId: appId, verifySignature: sign({ ...official, ticket }) }
    const response = await fetch(`${base}/client/verify`, { method: 'POST', body: JSON.stringify(body) })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await response.json()).toEqual({ ok: true })
  })
})
