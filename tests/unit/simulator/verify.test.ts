import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sign, verify } from '../../../modules/wechat-simulator/api/verify'
import { type StandaloneSimulator, startSimulator } from '../../../modules/wechat-simulator/standalone'

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

describe('a signature', () => {
  it('of WeChat\'s own example is the one that WeChat publishes', () => {
    expect(sign(official)).toBe(signature)
  })

  it('is right with any ticket that still counts', () => {
    expect(verify(request, 'wx1', [official.ticket])).toEqual({ ok: true })
    expect(verify(request, 'wx1', [official.ticket, 'the-next-one'])).toEqual({ ok: true })
  })

  it.each([
    ['another URL', { url: `${official.url}&a=1` }],
    ['another nonce', { verifyNonceStr: 'wm3WZYTPz0wzccnW' }],
    ['another time', { verifyTimestamp: '1414587458' }],
    ['no signature', { verifySignature: undefined }],
  ])('is wrong for %s', (_what, changed) => {
    expect(verify({ ...request, ...changed }, 'wx1', [official.ticket])).toMatchObject({ ok: false, err_msg: 'invalid signature' })
  })

  it('is wrong before the account has a ticket, and for another account', () => {
    expect(verify(request, 'wx1', [])).toMatchObject({ ok: false, err_msg: 'invalid signature' })
    expect(verify(request, 'wx2', [official.ticket])).toEqual({ ok: false, err_msg: 'invalid appid' })
    expect(verify({}, 'wx1', [official.ticket])).toEqual({ ok: false, err_msg: 'invalid appid' })
  })

  it('that is wrong is answered with what would be right', () => {
    const url = 'http://example.com/'
    expect(verify({ ...request, url }, 'wx1', [official.ticket]).expected)
      .toEqual({ url, signature: sign({ ...official, url }) })
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
