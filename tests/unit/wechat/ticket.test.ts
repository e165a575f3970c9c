import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PAGE_TIMEOUT_MS, WechatError } from '../../../server/wechat'
import { createWorld, isValid, simulatorFetch, useFakeClock } from './world'

const PAGE = 'https://m.example.com/articles/1?a=1'
const minutes = (count: number) => count * 60_000

beforeEach(useFakeClock)
afterEach(() => {
  vi.useRealTimers()
})

describe('the ticket of one process', () => {
  it('is fetched once when a thousand cold pages ask together', async () => {
    const { simulator, wechat } = createWorld()
    const configs = await Promise.all(Array.from({ length: 1000 }, () => wechat.signPage(PAGE)))
    expect(simulator.count('stable_token')).toBe(1)
    expect(simulator.count('getticket')).toBe(1)
    expect(configs.every(config => isValid(simulator, config))).toBe(true)
    expect(new Set(configs.map(config => config.nonceStr)).size).toBe(1000)
  })

  it('comes by the classic token by choice', async () => {
    const { simulator, wechat } = createWorld({ tokenEndpoint: 'classic' })
    await wechat.signPage(PAGE)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['token', 'getticket'])
  })

  it('is there before the first page asks', async () => {
    const { simulator, wechat } = createWorld()
    await wechat.warm()
    await wechat.signPage(PAGE)
    expect(simulator.count()).toBe(2)
  })

  it('is renewed before it expires, so that no page waits for WeChat in a day', async () => {
    const { simulator, wechat } = createWorld()
    await wechat.warm()
    for (let minute = 0; minute < 24 * 60; minute++) {
      await vi.advanceTimersByTimeAsync(minutes(1))
      const calls = simulator.count()
      await wechat.signPage(PAGE)
      expect(simulator.count()).toBe(calls)
    }
    expect(simulator.count('stable_token')).toBeLessThanOrEqual(14)
    expect(simulator.count('getticket')).toBeLessThanOrEqual(14)
  })

  it('is no reason to loop when stable_token gives the same token back', async () => {
    const fetch = vi.fn(async (input: RequestInfo | URL) => Response.json(
      String(input).includes('getticket') ? { ticket: 'ticket', expires_in: 7200 } : { access_token: 'the same', expires_in: 300 },
    ))
    await createWorld({ fetch }).wechat.warm()
    fetch.mockClear()
    await vi.advanceTimersByTimeAsync(minutes(5))
    expect(fetch.mock.calls.length).toBeLessThanOrEqual(2)
  })

  it('is renewed by the first page that comes when the machine slept through the timer', async () => {
    const { simulator, wechat } = createWorld()
    await wechat.warm()
    vi.setSystemTime(Date.now() + minutes(118))
    await wechat.signPage(PAGE)
    await vi.advanceTimersByTimeAsync(0)
    expect(simulator.count('getticket')).toBe(2)
  })

  it('is fetched anew when the machine slept beyond their life', async () => {
    const { simulator, wechat } = createWorld()
    await wechat.warm()
    vi.setSystemTime(Date.now() + minutes(200))
    const config = await wechat.signPage(PAGE)
    expect(simulator.count('getticket')).toBe(2)
    expect(isValid(simulator, config)).toBe(true)
  })

  it('is not signed with after it expired, though the clock was set back before the machine slept', async () => {
    const { simulator, wechat } = createWorld()
    await wechat.warm()
    vi.setSystemTime(Date.now() - minutes(60))
    await wechat.signPage(PAGE)
    await vi.advanceTimersByTimeAsync(minutes(30))
    // A machine that sleeps: its clock goes on, its timers do not.
    vi.setSystemTime(Date.now() + minutes(110))
    const config = await wechat.signPage(PAGE)
    expect(simulator.count('getticket')).toBe(2)
    expect(wechat.health().status).toBe('ok')
    expect(isValid(simulator, config)).toBe(true)
  })

  it('is renewed no more after the end', async () => {
    const { simulator, wechat } = createWorld()
    await wechat.warm()
    wechat.stop()
    await vi.advanceTimersByTimeAsync(minutes(600))
    expect(simulator.count()).toBe(2)
  })
})

describe('a token that WeChat calls invalid', () => {
  it.each([40001, 40014, 42001])('(%i) is renewed once, and the call repeated once', async (errcode) => {
    const { simulator, wechat } = createWorld()
    simulator.fault('getticket', { kind: 'errcode', errcode }, 1)
    await wechat.signPage(PAGE)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'getticket', 'stable_token', 'stable_token', 'getticket'])
  })

  it('is renewed once however many pages wait', async () => {
    const { simulator, wechat } = createWorld({ weChat: { ticketLifetimeSeconds: 60 } })
    await wechat.warm()
    simulator.revokeAccessToken()
    simulator.clearCalls()
    vi.setSystemTime(Date.now() + minutes(2))
    await Promise.all(Array.from({ length: 200 }, () => wechat.signPage(PAGE)))
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['getticket', 'stable_token', 'getticket'])
  })

  it('fails, and is not asked for without end, when the renewed one is refused too', async () => {
    const { simulator, wechat } = createWorld()
    simulator.fault('getticket', { kind: 'errcode', errcode: 40001 })
    await expect(wechat.signPage(PAGE)).rejects.toMatchObject({ code: 'wechat_error', details: { errcode: 40001 } })
    expect(simulator.count('getticket')).toBe(2)
  })

  it('is forced out when stable_token hands out the very same, at most 20 times a day', async () => {
    const { simulator, wechat } = createWorld()
    simulator.fault('getticket', { kind: 'errcode', errcode: 40001 })
    await wechat.warm()
    await vi.advanceTimersByTimeAsync(minutes(24 * 60))
    const forced = simulator.calls.filter(call => call.params.force_refresh)
    expect(forced.length).toBeGreaterThan(0)
    expect(forced.length).toBeLessThanOrEqual(20)
  })

  it.each([40001, 40014, 42001].flatMap(errcode => [['stable', errcode], ['classic', errcode]] as const))('of %s, and each after it, (%i) costs ten calls in the first minute and then one or two a minute', async (tokenEndpoint, errcode) => {
    const { simulator, wechat } = createWorld({ tokenEndpoint })
    simulator.fault('getticket', { kind: 'errcode', errcode })
    await wechat.warm()
    const counts: number[] = []
    for (let minute = 0; minute < 60; minute++) {
      for (let second = 0; second < 60; second++) {
        await vi.advanceTimersByTimeAsync(1000)
        await wechat.signPage(PAGE).catch(() => {})
      }
      counts.push(simulator.count())
      simulator.clearCalls()
    }
    const [first, ...later] = counts
    expect(first).toBeLessThanOrEqual(10)
    expect(Math.max(...later)).toBeLessThanOrEqual(2)
  })

  it('costs no more where WeChat refuses to force another', async () => {
    const { simulator, start } = createWorld()
    simulator.fault('getticket', { kind: 'errcode', errcode: 40001 })
    const answer = simulatorFetch(simulator)
    let forced = 0
    const wechat = start({
      async fetch(input, init) {
        if (!String(init?.body).includes('force_refresh'))
          return answer(input, init)
        forced += 1
        return Response.json({ errcode: 45009, errmsg: 'reach max api daily quota limit' })
      },
    })
    await wechat.warm()
    for (let second = 0; second < 60; second++) {
      await vi.advanceTimersByTimeAsync(1000)
      await wechat.signPage(PAGE).catch(() => {})
    }
    expect(forced).toBe(1)
    expect(simulator.count() + forced).toBeLessThanOrEqual(10)
  })

  it('after others that were refused is replaced within some minutes', async () => {
    const { simulator, wechat } = createWorld({ tokenEndpoint: 'classic' })
    simulator.fault('getticket', { kind: 'errcode', errcode: 40001 })
    await wechat.warm()
    simulator.clearFaults()
    simulator.revokeAccessToken()
    await vi.advanceTimersByTimeAsync(minutes(13))
    expect(isValid(simulator, await wechat.signPage(PAGE))).toBe(true)
    expect(simulator.count('token')).toBe(3)
  })

  it('is not taken from the store again', async () => {
    const { simulator, wechat, start } = createWorld({ weChat: { ticketLifetimeSeconds: 60 } })
    await wechat.warm()
    wechat.stop()
    simulator.revokeAccessToken()
    simulator.clearCalls()
    vi.setSystemTime(Date.now() + minutes(2))
    await start().signPage(PAGE)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['getticket', 'stable_token', 'getticket'])
  })
})

describe('a failure', () => {
  it('is remembered: two hundred pages cause one call', async () => {
    const { simulator, wechat } = createWorld()
    simulator.fault('all', { kind: 'errcode', errcode: -1 })
    const results = await Promise.allSettled(Array.from({ length: 200 }, () => wechat.signPage(PAGE)))
    expect(results.every(result => result.status === 'rejected')).toBe(true)
    for (let page = 0; page < 200; page++)
      await wechat.signPage(PAGE).catch(() => {})
    expect(simulator.count()).toBe(1)
  })

  it('is asked again after growing waits: at most ten calls in the first minute, then one a minute', async () => {
    const { simulator, wechat } = createWorld()
    simulator.fault('all', { kind: 'errcode', errcode: -1 })
    await wechat.warm()
    for (let second = 0; second < 60; second++) {
      await vi.advanceTimersByTimeAsync(1000)
      await wechat.signPage(PAGE).catch(() => {})
    }
    expect(simulator.count()).toBeGreaterThan(4)
    expect(simulator.count()).toBeLessThanOrEqual(10)
    simulator.clearCalls()
    await vi.advanceTimersByTimeAsync(minutes(10))
    expect(simulator.count()).toBeLessThanOrEqual(11)
  })

  it('says when the next try comes', async () => {
    const { simulator, wechat } = createWorld()
    simulator.fault('all', { kind: 'reset' })
    const error: unknown = await wechat.signPage(PAGE).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'wechat_unreachable', details: { retryInMs: 1000 } })
  })

  it('is told to a page within eight seconds, however many slow calls there would be, and those go on', async () => {
    const { simulator, start } = createWorld({ tokenEndpoint: 'classic' })
    simulator.fault('all', { kind: 'delay', ms: 4500 })
    const wechat = start()
    const startedAt = Date.now()
    const page = wechat.signPage(PAGE).catch((error: WechatError) => ({ code: error.code, after: Date.now() - startedAt }))
    await vi.advanceTimersByTimeAsync(8000)
    expect(await page).toEqual({ code: 'wechat_timeout', after: PAGE_TIMEOUT_MS })
    await vi.advanceTimersByTimeAsync(1500)
    expect(isValid(simulator, await wechat.signPage(PAGE))).toBe(true)
    expect(simulator.count()).toBe(2)
  })

  it('says how long to wait, whatever the wall\'s clock is set to meanwhile', async () => {
    const { simulator, wechat } = createWorld()
    simulator.fault('all', { kind: 'reset' })
    await wechat.warm()
    vi.setSystemTime(Date.now() - minutes(24 * 60))
    await vi.advanceTimersByTimeAsync(400)
    await expect(wechat.signPage(PAGE)).rejects.toMatchObject({ code: 'wechat_unreachable', details: { retryInMs: 600 } })
  })

  it('ends by itself once WeChat is back, without a page', async () => {
    const { simulator, wechat } = createWorld()
    simulator.fault('all', { kind: 'errcode', errcode: -1 })
    await wechat.warm()
    simulator.clearFaults()
    await vi.advanceTimersByTimeAsync(5000)
    const calls = simulator.count()
    await wechat.signPage(PAGE)
    expect(simulator.count()).toBe(calls)
  })

  it('is asked again even when the timer fires a moment before its time', async () => {
    // Timers count whole milliseconds, the wait does not.
    const { simulator, wechat } = createWorld({ random: () => 0.1234 })
    simulator.fault('all', { kind: 'errcode', errcode: -1 }, 1)
    await wechat.warm()
    await vi.advanceTimersByTimeAsync(5000)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'stable_token', 'getticket'])
  })

  it('reaches no page while a valid ticket is there', async () => {
    const { simulator, wechat } = createWorld()
    await wechat.warm()
    simulator.fault('all', { kind: 'errcode', errcode: -1 })
    await vi.advanceTimersByTimeAsync(minutes(119))
    expect(simulator.count()).toBeGreaterThan(2)
    expect(isValid(simulator, await wechat.signPage(PAGE))).toBe(true)
  })

  it('is told once the ticket has expired: an expired ticket signs nothing', async () => {
    const { simulator, wechat } = createWorld()
    await wechat.warm()
    simulator.fault('all', { kind: 'errcode', errcode: -1 })
    await vi.advanceTimersByTimeAsync(minutes(121))
    await expect(wechat.signPage(PAGE)).rejects.toBeInstanceOf(WechatError)
  })

  it('waits a whole minute after too many calls a minute', async () => {
    const { simulator, wechat } = createWorld()
    simulator.fault('all', { kind: 'errcode', errcode: 45011 })
    await wechat.warm()
    await vi.advanceTimersByTimeAsync(59_000)
    expect(simulator.count()).toBe(1)
  })

  it('costs one line in the log for each call, and names the IP that the whitelist lacks', async () => {
    const { simulator, wechat, log } = createWorld({ weChat: { allowedIps: ['198.51.100.1'] } })
    await Promise.allSettled(Array.from({ length: 50 }, () => wechat.signPage(PAGE)))
    expect(simulator.count()).toBe(1)
    expect(log).toHaveLength(1)
    expect(log[0]).toContain('203.0.113.7')
    expect(log[0]).toContain('40164')
    expect(log[0]).not.toContain(simulator.appSecret)
  })
})

describe('the storage', () => {
  it('gives a restarted process its ticket back', async () => {
    const { simulator, wechat, start } = createWorld()
    await wechat.warm()
    wechat.stop()
    const config = await start().signPage(PAGE)
    expect(simulator.count()).toBe(2)
    expect(isValid(simulator, config)).toBe(true)
  })

  it('keeps one record under the AppID and a hash, never the secret', async () => {
    const { simulator, wechat, storage } = createWorld()
    await wechat.warm()
    const keys = await storage.getKeys()
    expect(keys).toHaveLength(1)
    for (const key of keys) {
      expect(key).toContain(simulator.appId)
      expect(key).not.toContain(simulator.appSecret)
      expect(JSON.stringify(await storage.getItem(key))).not.toContain(simulator.appSecret)
    }
  })

  it('gives nothing to an account with another secret or token endpoint', async () => {
    const { simulator, wechat, start } = createWorld()
    await wechat.warm()
    const rotated = start({ appSecret: 'ffffffffffffffffffffffffffffffff' })
    await expect(rotated.signPage(PAGE)).rejects.toMatchObject({ code: 'wechat_secret_invalid' })
    expect(simulator.count('stable_token')).toBe(2)
  })

  it('is not believed when it holds nonsense', async () => {
    const { simulator, wechat, storage, start } = createWorld()
    await wechat.warm()
    for (const key of await storage.getKeys())
      await storage.setItem(key, 'nonsense')
    expect(isValid(simulator, await start().signPage(PAGE))).toBe(true)
  })

  it('costs no page and one line when it fails', async () => {
    const broken = () => Promise.reject(new Error('redis://:password@host refused'))
    const { wechat, log } = createWorld({ storage: { getItem: broken, setItem: broken } })
    await wechat.signPage(PAGE)
    await vi.advanceTimersByTimeAsync(minutes(119))
    expect(log).toHaveLength(1)
    expect(log[0]).not.toContain('password')
  })
})

describe('what WeChat answers', () => {
  it.each([{ value: undefined }, { value: 0 }, { value: '345' }, { value: -1 }, { value: 'soon' }, { value: 1e15 }])('signs with expires_in $value and asks again in time', async ({ value }) => {
    const { simulator, wechat } = createWorld()
    simulator.fault('all', { kind: 'expires-in', value })
    expect(isValid(simulator, await wechat.signPage(PAGE))).toBe(true)
    await vi.advanceTimersByTimeAsync(minutes(120))
    expect(simulator.count('getticket')).toBeGreaterThan(1)
    expect(simulator.count('getticket')).toBeLessThan(200)
    expect(isValid(simulator, await wechat.signPage(PAGE))).toBe(true)
  })

  it('is asked for once in five seconds, however short a life it gives', async () => {
    const { simulator, wechat } = createWorld()
    simulator.fault('all', { kind: 'expires-in', value: 0.001 })
    for (let time = 0; time < 600; time++) {
      expect(isValid(simulator, await wechat.signPage(PAGE))).toBe(true)
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(simulator.count('getticket')).toBeLessThanOrEqual(13)
    expect(simulator.count('stable_token')).toBeLessThanOrEqual(13)
  })

  it('is a bad response when it holds no token', async () => {
    const { wechat } = createWorld({ fetch: async () => new Response('{"errcode":0}') })
    await expect(wechat.signPage(PAGE)).rejects.toMatchObject({ code: 'wechat_bad_response' })
  })
})
