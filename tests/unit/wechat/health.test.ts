import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createUnconfiguredWechat } from '../../../server/wechat'
import { createWorld, useFakeClock } from './world'

const PAGE = 'https://m.example.com/'
const minutes = (count: number) => count * 60_000

beforeEach(useFakeClock)
afterEach(() => {
  vi.useRealTimers()
})

describe('the health', () => {
  it('is ok with a valid ticket, and tells how old token and ticket are and how long they last', async () => {
    const { wechat } = createWorld()
    await wechat.warm()
    await vi.advanceTimersByTimeAsync(90_500)
    expect(wechat.health()).toEqual({
      status: 'ok',
      storage: { state: 'ok' },
      accessToken: { ageSeconds: 90, expiresInSeconds: 7109 },
      jsapiTicket: { ageSeconds: 90, expiresInSeconds: 7109 },
      lastFailure: null,
    })
  })

  it('is unavailable before there is a ticket', () => {
    expect(createWorld().wechat.health()).toEqual({
      status: 'unavailable',
      storage: { state: 'ok' },
      accessToken: null,
      jsapiTicket: null,
      lastFailure: null,
    })
  })

  it('tells the age of a ticket that came out of the storage', async () => {
    const { wechat, start } = createWorld()
    await wechat.warm()
    await vi.advanceTimersByTimeAsync(minutes(10))
    const restarted = start()
    await restarted.warm()
    await vi.advanceTimersByTimeAsync(5000)
    expect(restarted.health()).toMatchObject({ accessToken: { ageSeconds: 605, expiresInSeconds: 6595 }, jsapiTicket: { ageSeconds: 605, expiresInSeconds: 6595 } })
  })

  it('is not_configured without an account', () => {
    expect(createUnconfiguredWechat().health()).toEqual({
      status: 'not_configured',
      storage: { state: 'ok' },
      accessToken: null,
      jsapiTicket: null,
      lastFailure: null,
    })
  })

  it('is stopping once that was announced, while pages are still signed', async () => {
    const { wechat } = createWorld()
    await wechat.warm()
    wechat.announceStop()
    expect(wechat.health()).toMatchObject({ status: 'stopping', jsapiTicket: { ageSeconds: 0 } })
    await expect(wechat.signPage(PAGE)).resolves.toMatchObject({ url: PAGE })
  })

  it('is stopping too without an account', () => {
    const wechat = createUnconfiguredWechat()
    wechat.announceStop()
    expect(wechat.health().status).toBe('stopping')
  })

  it('asks neither WeChat nor the storage, not even when the ticket has expired', async () => {
    const { simulator, storage, wechat } = createWorld()
    await wechat.warm()
    const calls = simulator.count()
    const getItem = vi.spyOn(storage, 'getItem')
    const setItem = vi.spyOn(storage, 'setItem')
    vi.setSystemTime(Date.now() + minutes(200))
    for (let time = 0; time < 100; time++)
      expect(wechat.health()).toMatchObject({ status: 'unavailable', accessToken: null, jsapiTicket: null })
    await Promise.resolve()
    expect(simulator.count()).toBe(calls)
    expect(getItem).not.toHaveBeenCalled()
    expect(setItem).not.toHaveBeenCalled()
  })
})

describe('a failure at WeChat', () => {
  it('is told with its codes, its API and its times, without the message and the IP', async () => {
    const { wechat } = createWorld({ weChat: { allowedIps: ['198.51.100.1'] } })
    await wechat.warm()
    await vi.advanceTimersByTimeAsync(400)
    expect(wechat.health()).toEqual({
      status: 'unavailable',
      storage: { state: 'ok' },
      accessToken: null,
      jsapiTicket: null,
      lastFailure: { code: 'wechat_ip_not_allowed', errcode: 40164, endpoint: '/cgi-bin/stable_token', agoSeconds: 0, retryInSeconds: 1 },
    })
  })

  it('has no errcode where WeChat gave none', async () => {
    const { simulator, wechat } = createWorld()
    simulator.fault('getticket', { kind: 'reset' })
    await wechat.warm()
    expect(wechat.health().lastFailure).toEqual({ code: 'wechat_unreachable', endpoint: '/cgi-bin/ticket/getticket', agoSeconds: 0, retryInSeconds: 1 })
  })

  it('leaves the health ok while the ticket is valid', async () => {
    const { simulator, wechat } = createWorld()
    await wechat.warm()
    simulator.fault('all', { kind: 'errcode', errcode: 45011 })
    await vi.advanceTimersByTimeAsync(minutes(116) + 10_000)
    expect(wechat.health()).toMatchObject({
      status: 'ok',
      jsapiTicket: { expiresInSeconds: 230 },
      lastFailure: { code: 'wechat_rate_limited', errcode: 45011, agoSeconds: 10, retryInSeconds: 50 },
    })
    await vi.advanceTimersByTimeAsync(minutes(4))
    expect(wechat.health()).toMatchObject({ status: 'unavailable', jsapiTicket: null })
  })

  it('is the last one', async () => {
    const { simulator, wechat } = createWorld()
    simulator.fault('stable_token', { kind: 'errcode', errcode: -1 }, 1)
    simulator.fault('getticket', { kind: 'errcode', errcode: 45009 })
    await wechat.warm()
    expect(wechat.health().lastFailure).toMatchObject({ errcode: -1 })
    await vi.advanceTimersByTimeAsync(1000)
    expect(wechat.health().lastFailure).toMatchObject({ errcode: 45009, agoSeconds: 0 })
  })

  it('is told no more once a renewal succeeded', async () => {
    const { simulator, wechat } = createWorld()
    simulator.fault('all', { kind: 'errcode', errcode: -1 }, 1)
    await wechat.warm()
    expect(wechat.health().lastFailure).toMatchObject({ code: 'wechat_busy' })
    await vi.advanceTimersByTimeAsync(1000)
    expect(wechat.health()).toMatchObject({ status: 'ok', lastFailure: null })
  })
})

it('a storage is failing from a failed read or write until one succeeds ten seconds later or more', async () => {
  let isBroken = true
  const attempt = async () => {
    if (isBroken)
      throw new Error('redis://:password@host refused')
  }
  const { wechat } = createWorld({ storage: { getItem: attempt, setItem: attempt } })
  await wechat.warm()
  expect(wechat.health()).toMatchObject({ status: 'ok', storage: { state: 'failing' } })
  isBroken = false
  await vi.advanceTimersByTimeAsync(minutes(117))
  expect(wechat.health()).toMatchObject({ status: 'ok', storage: { state: 'ok' } })
})
