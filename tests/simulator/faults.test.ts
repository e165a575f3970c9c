import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type StandaloneSimulator, startSimulator } from '../../simulator/standalone'

let wechat: StandaloneSimulator

beforeAll(async () => {
  wechat = await startSimulator()
})
afterEach(() => wechat.simulator.clearFaults())
afterAll(() => wechat.close())

function callToken(init: RequestInit = {}) {
  const { appId, appSecret } = wechat.simulator
  return fetch(`${wechat.url}/cgi-bin/token?grant_type=client_credential&appid=${appId}&secret=${appSecret}`, { redirect: 'manual', ...init })
}

describe('over a real connection', () => {
  it('answers a thousand callers at once with one stable token', async () => {
    const { appId: appid, appSecret: secret } = wechat.simulator
    const body = JSON.stringify({ grant_type: 'client_credential', appid, secret })
    const answers = await Promise.all(Array.from({ length: 1000 }, () =>
      fetch(`${wechat.url}/cgi-bin/stable_token`, { method: 'POST', body }).then(response => response.json())))
    expect(new Set(answers.map(answer => answer.access_token)).size).toBe(1)
    expect(wechat.simulator.count('stable_token')).toBe(1000)
  })

  it('answers a path that begins with two slashes, as an API base with a slash at its end makes it', async () => {
    expect(await (await fetch(`${wechat.url}//cgi-bin/token`)).json()).toMatchObject({ errcode: 41002 })
    expect(await (await fetch(`${wechat.url}//`)).json()).toMatchObject({ errcode: 40066 })
  })

  it('goes on after a request that it cannot answer', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    wechat.simulator.fault('token', { kind: 'redirect', location: 'no header takes a\nline break' })
    expect((await callToken()).status).toBe(500)
    expect(said).toHaveBeenCalledOnce()
    said.mockRestore()
    wechat.simulator.clearFaults()
    expect((await callToken()).status).toBe(200)
  })
})

describe('a fault', () => {
  it('answers the errcode that was asked for, without a token being made', async () => {
    wechat.simulator.fault('token', { kind: 'errcode', errcode: -1 })
    const response = await callToken()
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ errcode: -1, errmsg: expect.stringContaining('system error') })
  })

  it('of a caller who is not on the whitelist names the address, as WeChat does', async () => {
    wechat.simulator.fault('token', { kind: 'errcode', errcode: 40164 })
    expect(await (await callToken()).json()).toMatchObject({ errcode: 40164, errmsg: expect.stringContaining('127.0.0.1') })
  })

  it('takes the call and never answers', async () => {
    wechat.simulator.fault('all', { kind: 'timeout' })
    await expect(callToken({ signal: AbortSignal.timeout(300) })).rejects.toThrow(/timeout/i)
  })

  it('trickles a body that never ends', async () => {
    wechat.simulator.fault('token', { kind: 'slow-body', everyMs: 20 })
    const response = await callToken({ signal: AbortSignal.timeout(300) })
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow(/timeout/i)
  })

  it('cuts the connection', async () => {
    wechat.simulator.fault('token', { kind: 'reset' })
    await expect(callToken()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
  })

  it.each([
    ['an HTML page with 200', { kind: 'html' }, 200, /^<!DOCTYPE html>/],
    ['half of the JSON', { kind: 'truncated' }, 200, /^\{"access_token":"[\w-]+$/],
    ['an empty body', { kind: 'empty' }, 200, /^$/],
    ['an HTTP failure', { kind: 'http-status', status: 502 }, 502, /502/],
    ['a redirect', { kind: 'redirect' }, 302, /^$/],
  ] as const)('answers %s', async (_what, fault, status, body) => {
    wechat.simulator.fault('token', fault)
    const response = await callToken()
    expect(response.status).toBe(status)
    expect(await response.text()).toMatch(body)
  })

  it('answers forty megabytes', async () => {
    wechat.simulator.fault('token', { kind: 'oversized' })
    const response = await callToken()
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(40 * 1024 * 1024)
  })

  it.each([['7200'], [0], [-1], ['soon'], [1e300], [null], [undefined]])('answers expires_in %j', async (value) => {
    wechat.simulator.fault('token', { kind: 'expires-in', value })
    const answer = await (await callToken()).json()
    expect(answer.access_token).toMatch(/^[\w-]{136}$/)
    expect(answer.expires_in).toEqual(value)
  })

  it('delays the right answer', async () => {
    wechat.simulator.fault('token', { kind: 'delay', ms: 120 })
    const startedAt = performance.now()
    expect(await (await callToken()).json()).toHaveProperty('access_token')
    expect(performance.now() - startedAt).toBeGreaterThan(100)
  })

  it('strikes so many calls as it was told to, and its own endpoint before all', async () => {
    wechat.simulator.fault('all', { kind: 'http-status', status: 503 })
    wechat.simulator.fault('token', { kind: 'http-status', status: 500 }, 2)
    const statuses = [await callToken(), await callToken(), await callToken()].map(response => response.status)
    expect(statuses).toEqual([500, 500, 503])
    wechat.simulator.clearFaults()
    expect((await callToken()).status).toBe(200)
  })
})
