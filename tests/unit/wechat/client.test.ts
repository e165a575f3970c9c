import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator, type StandaloneSimulator } from '../../../simulator/standalone'
import type { Fault } from '../../../simulator/api/faults/faults'
import { createWechatClient } from '../../../server/wechat/api/client'
import { WechatError } from '../../../server/wechat/api/errors'

let weChat: StandaloneSimulator

beforeAll(async () => {
  weChat = await startSimulator()
})

afterEach(() => weChat.simulator.clearFaults())

afterAll(() => weChat.close())

const query = { grant_type: 'client_credential', appid: 'wxcanary', secret: 'canary-secret' }

async function callWith(fault: Fault): Promise<WechatError> {
  weChat.simulator.fault('token', fault)
  weChat.simulator.clearCalls()
  const isSlow = ['timeout', 'slow-body'].includes(fault.kind)
  const client = createWechatClient({ apiBase: weChat.url, timeoutMs: isSlow ? 300 : 5000 })
  const error: unknown = await client({ endpoint: '/cgi-bin/token', query }).catch((reason: unknown) => reason)
  if (!(error instanceof WechatError))
    throw new Error(`no WechatError: ${String(error)}`)
  return error
}

describe('a call of WeChat\'s API', () => {
  it('gives what WeChat answers', async () => {
    const { appId, appSecret } = weChat.simulator
    const client = createWechatClient({ apiBase: weChat.url })
    const stable = await client({ endpoint: '/cgi-bin/stable_token', body: { ...query, appid: appId, secret: appSecret } })
    expect(stable.access_token).toEqual(expect.any(String))
    const classic = await client({ endpoint: '/cgi-bin/token', query: { ...query, appid: appId, secret: appSecret } })
    expect(classic.expires_in).toBe(7200)
  })

  it.each<[string, Fault]>([
    ['wechat_timeout', { kind: 'timeout' }],
    ['wechat_timeout', { kind: 'slow-body', everyMs: 20 }],
    ['wechat_unreachable', { kind: 'reset' }],
    ['wechat_bad_response', { kind: 'html' }],
    ['wechat_bad_response', { kind: 'truncated' }],
    ['wechat_bad_response', { kind: 'empty' }],
    ['wechat_bad_response', { kind: 'oversized' }],
    ['wechat_bad_response', { kind: 'http-status', status: 502 }],
    ['wechat_bad_response', { kind: 'http-status', status: 404 }],
    ['wechat_bad_response', { kind: 'redirect' }],
    ['wechat_busy', { kind: 'errcode', errcode: -1 }],
    ['wechat_secret_invalid', { kind: 'errcode', errcode: 40001 }],
    ['wechat_secret_invalid', { kind: 'errcode', errcode: 40125 }],
    ['wechat_appid_invalid', { kind: 'errcode', errcode: 40013 }],
    ['wechat_ip_not_allowed', { kind: 'errcode', errcode: 40164 }],
    ['wechat_secret_frozen', { kind: 'errcode', errcode: 40243 }],
    ['wechat_quota_exceeded', { kind: 'errcode', errcode: 45009 }],
    ['wechat_rate_limited', { kind: 'errcode', errcode: 45011 }],
    ['wechat_unauthorized', { kind: 'errcode', errcode: 48001 }],
    ['wechat_account_restricted', { kind: 'errcode', errcode: 50002 }],
    ['wechat_error', { kind: 'errcode', errcode: 61024 }],
    ['wechat_error', { kind: 'errcode', errcode: 89503 }],
    ['wechat_error', { kind: 'errcode', errcode: 12345 }],
  ])('fails with %s on %j, made once, telling no secret', async (code, fault) => {
    const error = await callWith(fault)
    expect(error.code).toBe(code)
    expect(error.details.endpoint).toBe('/cgi-bin/token')
    expect(error.details.errcode).toBe(fault.kind === 'errcode' ? fault.errcode : undefined)
    expect(weChat.simulator.count()).toBe(1)
    expect(`${error.stack} ${error.hint} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain('canary')
  })

  it('does not take its own process\' being blocked for WeChat\'s silence', async () => {
    weChat.simulator.fault('token', { kind: 'delay', ms: 100 })
    const { appId, appSecret } = weChat.simulator
    const client = createWechatClient({ apiBase: weChat.url, timeoutMs: 500 })
    const reply = client({ endpoint: '/cgi-bin/token', query: { ...query, appid: appId, secret: appSecret } })
    const end = performance.now() + 700
    while (performance.now() < end);
    expect(await reply).toMatchObject({ expires_in: 7200 })
  })

  it('is unreachable where no server listens', async () => {
    const client = createWechatClient({ apiBase: 'http://127.0.0.1:1' })
    await expect(client({ endpoint: '/cgi-bin/token', query })).rejects.toMatchObject({ code: 'wechat_unreachable' })
  })

  it('tells the IP that the whitelist lacks, of either family', async () => {
    const error = await callWith({ kind: 'errcode', errcode: 40164, errmsg: 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 1-2' })
    expect(error.details.ip).toBe('203.0.113.7')
    const v6 = await callWith({ kind: 'errcode', errcode: 40164, errmsg: 'invalid ip 2001:db8::7, not in whitelist rid: 1-2' })
    expect(v6.details.ip).toBe('2001:db8::7')
  })
})
