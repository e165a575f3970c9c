import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Wechat, WechatError } from '../../../server/wechat'
import { createProcesses, createSharedStorage, hung, PROCESSES, slowly, wrapStorage } from './processes'
import { createWorld, findTicket, isValid, simulatorFetch, useFakeClock } from './world'

const PAGE = 'https://m.example.com/articles/1?a=1'

beforeEach(useFakeClock)
afterEach(() => {
  vi.useRealTimers()
})

/** Lets fake time go by until it has settled. */
async function settled<Value>(promise: Promise<Value>, ms = 60_000): Promise<Value> {
  const [value] = await Promise.all([promise, vi.advanceTimersByTimeAsync(ms)])
  return value
}

/** Signs a page in each process, and measures how long each page waited. */
async function signAll(processes: Wechat[]) {
  const startedAt = performance.now()
  const pages = await settled(Promise.all(processes.map(process => process.signPage(PAGE).then(config => ({ config, afterMs: performance.now() - startedAt })))))
  return { configs: pages.map(({ config }) => config), longestMs: Math.max(...pages.map(({ afterMs }) => afterMs)) }
}

type Processes = ReturnType<typeof createProcesses>

/** Asks all processes each second for a minute and each minute after it; how often WeChat was asked in each minute. */
async function countCallsInOutage({ simulator, processes }: Pick<Processes, 'simulator' | 'processes'>, minutes: number): Promise<{ first: number, later: number[] }> {
  const counts: number[] = []
  for (let minute = 0; minute < minutes; minute++) {
    const before = simulator.count()
    for (let second = 0; second < 60; second++) {
      for (const process of processes)
        void process.signPage(PAGE).catch(() => {})
      await vi.advanceTimersByTimeAsync(1000)
    }
    counts.push(simulator.count() - before)
  }
  const [first = Number.NaN, ...later] = counts
  return { first, later }
}

const statuses = (processes: Wechat[]) => processes.map(process => process.health().status)
const ok = Array.from({ length: PROCESSES }, () => 'ok')

describe('four processes on one Redis', () => {
  it('ask WeChat for one token and one ticket when two hundred and fifty cold pages ask each, and sign with that one', async () => {
    for (let round = 0; round < 3; round++) {
      const { simulator, processes } = createProcesses()
      const { configs } = await signAll(processes.flatMap(process => Array.from({ length: 250 }, () => process)))
      expect(simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'getticket'])
      expect(new Set(configs.map(config => findTicket(simulator, config))).size).toBe(1)
      expect(configs.every(config => isValid(simulator, config))).toBe(true)
    }
  })

  it('renew once for all of them, through a day', async () => {
    const { simulator, processes } = createProcesses()
    await settled(Promise.all(processes.map(process => process.warm())))
    await vi.advanceTimersByTimeAsync(24 * 3_600_000)
    expect(simulator.count('getticket')).toBeLessThanOrEqual(14)
    expect(simulator.count('stable_token')).toBeLessThanOrEqual(14)
    expect(statuses(processes)).toEqual(ok)
    const { configs } = await signAll(processes)
    expect(configs.every(config => isValid(simulator, config))).toBe(true)
  }, 60_000)

  it('learn within seconds what another one got', async () => {
    const { simulator, processes: [first, second], start, shared } = createProcesses(2)
    await settled(Promise.all([first?.warm(), second?.warm()]))
    simulator.expireTicket()
    // Another one renews early, as for a suspect ticket.
    const third = start({ ...shared.join(), storage: { getItem: async () => null, setItem: shared.join().storage.setItem }, lock: { ...shared.join().lock, read: async () => ({ value: null, leftMs: -2 }) } })
    await settled(third.warm(), 4000)
    expect(simulator.count('getticket')).toBe(2)
    const { configs } = await signAll([first, second].filter(process => process !== undefined))
    expect(configs.every(config => isValid(simulator, config))).toBe(true)
    expect(simulator.count('getticket')).toBe(2)
  })

  it.each([2000, 3100, 3500, 3800])('ask for one token and one ticket, and serve each page, where each call takes %i ms', async (ms) => {
    const { simulator, processes } = createProcesses()
    simulator.fault('all', { kind: 'delay', ms })
    const { longestMs } = await signAll(processes)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'getticket'])
    expect(longestMs).toBeLessThanOrEqual(2 * ms + 100)
  })

  it('replace a token that was revoked once for all of them', async () => {
    const { simulator, processes } = createProcesses(PROCESSES, { weChat: { ticketLifetimeSeconds: 1200 } })
    await settled(Promise.all(processes.map(process => process.warm())))
    simulator.revokeAccessToken()
    simulator.clearCalls()
    await vi.advanceTimersByTimeAsync(20 * 60_000)
    expect(simulator.calls.map(call => [call.endpoint, call.answer?.errcode ?? 0, Boolean(call.params.force_refresh)]))
      .toEqual([['getticket', 40001, false], ['stable_token', 0, false], ['getticket', 0, false]])
    expect(statuses(processes)).toEqual(ok)
  })

  it('force one refresh for all of them where stable_token gives the refused token again', async () => {
    const { simulator, processes } = createProcesses(PROCESSES, { weChat: { ticketLifetimeSeconds: 1200 } })
    await settled(Promise.all(processes.map(process => process.warm())))
    simulator.clearCalls()
    simulator.fault('getticket', { kind: 'errcode', errcode: 40001 }, 1)
    await vi.advanceTimersByTimeAsync(20 * 60_000)
    expect(simulator.calls.map(call => [call.endpoint, Boolean(call.params.force_refresh)]))
      .toEqual([['getticket', false], ['stable_token', false], ['stable_token', true], ['getticket', false]])
  })

  it('log a failure once, by the one that asked, and all know it', async () => {
    const { simulator, processes, log } = createProcesses()
    simulator.fault('all', { kind: 'errcode', errcode: 40164 })
    await settled(Promise.all(processes.map(process => process.signPage(PAGE).catch(() => {}))), 500)
    expect(log.filter(line => line.includes('40164'))).toHaveLength(1)
    expect(processes.map(process => process.health().lastFailure?.code)).toEqual(Array.from({ length: PROCESSES }, () => 'wechat_ip_not_allowed'))
  })
})

describe('while WeChat fails, four processes together', () => {
  it.each([
    ['is busy', { kind: 'errcode', errcode: -1 }],
    ['cuts connections', { kind: 'reset' }],
    ['does not answer', { kind: 'delay', ms: 6000 }],
    ['gets too many calls', { kind: 'errcode', errcode: 45011 }],
  ] as const)('ask at most ten times in the first minute and then at most twice a minute: it %s', async (_, fault) => {
    const all = createProcesses()
    all.simulator.fault('all', fault)
    const { first, later } = await countCallsInOutage(all, 11)
    expect(first).toBeLessThanOrEqual(10)
    expect(Math.max(...later)).toBeLessThanOrEqual(2)
    all.simulator.clearFaults()
    await vi.advanceTimersByTimeAsync(80_000)
    expect(statuses(all.processes)).toEqual(ok)
  }, 30_000)

  it.each([
    ['stable', 0], ['stable', 4000], ['classic', 0], ['classic', 4000],
  ] as const)('ask as seldom where it refuses each %s token and gives one after %i ms, and force one refresh', async (tokenEndpoint, ms) => {
    const all = createProcesses(PROCESSES, { tokenEndpoint })
    const { simulator } = all
    simulator.fault(tokenEndpoint === 'stable' ? 'stable_token' : 'token', { kind: 'delay', ms })
    simulator.fault('getticket', { kind: 'errcode', errcode: 40001 })
    const { first, later } = await countCallsInOutage(all, 61)
    expect(first).toBeLessThanOrEqual(10)
    expect(Math.max(...later)).toBeLessThanOrEqual(2)
    expect(simulator.calls.filter(call => call.params.force_refresh).length).toBe(tokenEndpoint === 'stable' ? 1 : 0)
  }, 60_000)

  it('tell a page the known failure at once, with the time to wait, and soon while an attempt is under way', async () => {
    const { simulator, processes } = createProcesses()
    simulator.fault('all', { kind: 'errcode', errcode: -1 })
    await settled(Promise.all(processes.map(process => process.warm())), 500)
    simulator.fault('all', { kind: 'delay', ms: 4500 })
    const tell = () => Promise.all(processes.map(process => process.signPage(PAGE).then(() => ['signed', 0] as const, ({ code, details }: WechatError) => [code, details.retryInMs] as const)))
    for (const [code, retryInMs] of await tell()) {
      expect(code).toBe('wechat_busy')
      expect(retryInMs).toBeGreaterThan(0)
    }
    await vi.advanceTimersByTimeAsync(1500)
    expect(simulator.count()).toBe(2)
    const startedAt = performance.now()
    expect((await settled(tell(), 500)).map(([code]) => code)).toEqual(processes.map(() => 'wechat_busy'))
    expect(performance.now() - startedAt).toBe(500)
  })
})

describe('a process whose clock differs', () => {
  it.each([300_000, -300_000])('by %i ms asks as one with the others, and believes in no ticket for longer than it lives', async (ahead) => {
    const { simulator, wechat, start, shared } = createProcesses(1, { weChat: { ticketLifetimeSeconds: 600 } })
    await settled(wechat.warm(), 1000)
    const other = start({ ...shared.join(), now: () => Date.now() + ahead })
    await settled(other.warm(), 4000)
    expect(simulator.count('getticket')).toBe(1)
    expect(other.health().status).toBe('ok')
    expect(other.health().jsapiTicket?.expiresInSeconds).toBeLessThanOrEqual(wechat.health().jsapiTicket?.expiresInSeconds ?? 0)
  })

  it('from that of Redis, which was set back an hour, believes in no ticket for longer than it lives', async () => {
    const { simulator, wechat, start, shared } = createProcesses(1)
    await settled(wechat.warm(), 90 * 60_000)
    for (const value of shared.values.values())
      value.endsAt += 3_600_000
    const other = start(shared.join())
    await settled(other.warm(), 4000)
    expect(simulator.count('getticket')).toBe(1)
    for (const process of [wechat, other])
      expect(process.health().jsapiTicket?.expiresInSeconds).toBeLessThanOrEqual(30 * 60)
  })

  it('as it was set back an hour while it ran, tells the others\' failures with the age and the wait that they have', async () => {
    const { simulator, wechat, start, shared } = createProcesses(1)
    vi.setSystemTime(Date.now() - 3_600_000)
    simulator.fault('all', { kind: 'errcode', errcode: 45011 })
    await settled(wechat.warm(), 10_000)
    const other = start(shared.join())
    await settled(other.warm(), 1000)
    expect(other.health().lastFailure).toEqual({ code: 'wechat_rate_limited', errcode: 45011, endpoint: '/cgi-bin/stable_token', agoSeconds: 11, retryInSeconds: 49 })
    expect(wechat.health().lastFailure).toEqual(other.health().lastFailure)
  })

  it('as it is set forward while another process is waited for, waits on', async () => {
    const { simulator, start, shared, wechat } = createProcesses(1)
    simulator.fault('all', { kind: 'delay', ms: 1000 })
    void wechat.warm()
    await vi.advanceTimersByTimeAsync(10)
    const page = start(shared.join()).signPage(PAGE)
    await vi.advanceTimersByTimeAsync(490)
    vi.setSystemTime(Date.now() + 3_600_000)
    expect(isValid(simulator, await settled(page, 4000))).toBe(true)
    // To the other process an hour has passed in its call: it may ask once more.
    expect(simulator.count()).toBeLessThanOrEqual(3)
  })
})

describe('the process that has the lock', () => {
  it.each([
    ['token', 500, ['stable_token', 'stable_token', 'getticket']],
    ['ticket', 1500, ['stable_token', 'getticket', 'getticket']],
  ])('if it dies while it asks for a %s, costs no page of the others, where calls take a second', async (_, diesAtMs, calls) => {
    const { simulator, shared, start, processes } = createProcesses()
    simulator.fault('all', { kind: 'delay', ms: 1000 })
    let isDead = false
    const unlessDead = <Value>(action: () => Promise<Value>) => isDead ? new Promise<never>(() => {}) : action()
    const callWeChat = simulatorFetch(simulator)
    void start({ fetch: (input, init) => unlessDead(() => callWeChat(input, init)), ...wrapStorage(shared.join(), unlessDead) }).warm()
    setTimeout(() => (isDead = true), diesAtMs)
    const { configs, longestMs } = await signAll(processes)
    expect(configs.every(config => isValid(simulator, config))).toBe(true)
    expect(longestMs).toBeLessThanOrEqual(7800)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(calls)
  })

  it('if it was stopped beyond the lock, overwrites nothing newer when it wakes, and takes what the next one got', async () => {
    const { simulator, shared, start, wechat } = createProcesses(1, { tokenEndpoint: 'classic' })
    const callWeChat = simulatorFetch(simulator)
    let isAway = false
    const late = start({
      ...wrapStorage(shared.join(), command => isAway ? new Promise<never>(() => {}) : command()),
      fetch: async (input, init) => {
        await new Promise(resolve => setTimeout(resolve, 4900))
        return callWeChat(input, init)
      },
    })
    const warmed = late.warm()
    await vi.advanceTimersByTimeAsync(10)
    // So the lock is not extended, and what is written is not heard of.
    isAway = true
    const page = wechat.signPage(PAGE)
    await vi.advanceTimersByTimeAsync(9000)
    const kept = () => [...shared.values.values()].map(({ json }) => JSON.parse(json)).map(({ token, ticket }) => [token.value, ticket.value])
    const newer = kept()
    isAway = false
    await settled(warmed, 15_000)
    expect(kept()).toEqual(newer)
    const [latest, own] = await Promise.all([late.signPage(PAGE), page])
    expect(findTicket(simulator, latest)).toBe(findTicket(simulator, own))
    expect(simulator.count('token')).toBe(2)
  })

  it('keeps it through many slow calls', async () => {
    const { simulator, shared, start } = createProcesses(1)
    const callWeChat = simulatorFetch(simulator)
    // Any two together take longer than the lock lasts by itself.
    const holder = start({ ...shared.join(), fetch: async (input, init) => {
      await new Promise(resolve => setTimeout(resolve, String(input).includes('getticket') ? 2600 : 4500))
      return callWeChat(input, init)
    } })
    simulator.fault('getticket', { kind: 'errcode', errcode: 40001 }, 1)
    const other = start({ ...shared.join(), fetch: () => Promise.reject(new TypeError('The other process has asked.')) })
    void holder.warm()
    await vi.advanceTimersByTimeAsync(10)
    for (let second = 0; second < 20; second++) {
      if (other.health().status !== 'ok')
        void other.warm()
      await vi.advanceTimersByTimeAsync(1000)
    }
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'getticket', 'stable_token', 'stable_token', 'getticket'])
    expect(other.health()).toMatchObject({ status: 'ok', lastFailure: null })
  })

  it('keeps it though the storage is slow for a moment as it is extended', async () => {
    const { simulator, shared, start, wechat } = createProcesses(1)
    simulator.fault('all', { kind: 'delay', ms: 1500 })
    let isSlow = false
    const holder = start(wrapStorage(shared.join(), async (command, kind) => {
      if (isSlow && kind === 'lock')
        await new Promise(resolve => setTimeout(resolve, 500))
      return command()
    }))
    void holder.warm()
    // The lock is extended when the token has come, after 1.5 s.
    setTimeout(() => (isSlow = true), 1400)
    setTimeout(() => (isSlow = false), 1900)
    await vi.advanceTimersByTimeAsync(2100)
    const page = wechat.signPage(PAGE)
    expect(isValid(simulator, await settled(page, 5000))).toBe(true)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'getticket'])
  })

  it('if its calls outlast it as the storage fails, keeps the ticket that they gave', async () => {
    const { simulator, shared, start } = createProcesses(1)
    let isAway = false
    simulator.fault('all', { kind: 'delay', ms: 3500 })
    const alone = start(wrapStorage(shared.join(), command => isAway ? Promise.reject(new Error('gone')) : command()))
    setTimeout(() => (isAway = true), 100)
    const { configs, longestMs } = await signAll([alone])
    expect(longestMs).toBe(7000)
    expect(configs.every(config => isValid(simulator, config))).toBe(true)
    expect(simulator.count()).toBe(2)
  })

  it('if its calls outlast it and fail, backs off as after any failure', async () => {
    const { shared, start, log } = createProcesses(1)
    let calls = 0
    // Longer than the HTTP client waits, as in a process whose event loop is blocked now and then.
    const slow = start({ ...wrapStorage(shared.join(), (command, kind) => kind === 'lock' && calls > 0 ? new Promise<never>(() => {}) : command()), fetch: async () => {
      calls += 1
      await new Promise(resolve => setTimeout(resolve, 4900))
      return Response.json({ errcode: -1, errmsg: 'system error' })
    } })
    await settled(slow.warm(), 60_000)
    expect(calls).toBeLessThanOrEqual(10)
    expect(slow.health().lastFailure?.code).toBe('wechat_busy')
    expect(log.filter(line => line.includes('wechat_busy')).length).toBeGreaterThanOrEqual(calls - 1)
  })

  it('releases it as soon as WeChat has answered', async () => {
    const { shared, processes } = createProcesses()
    await settled(Promise.all(processes.map(process => process.signPage(PAGE))), 500)
    expect(shared.isLocked()).toBe(false)
  })

  it('releases it when it is told to stop, takes it no more, and still answers the page that waits', async () => {
    const { simulator, shared, wechat } = createProcesses(1)
    simulator.fault('all', { kind: 'delay', ms: 1000 })
    const page = wechat.signPage(PAGE)
    await vi.advanceTimersByTimeAsync(500)
    expect(shared.isLocked()).toBe(true)
    await wechat.stop()
    expect(shared.isLocked()).toBe(false)
    await vi.advanceTimersByTimeAsync(1000)
    expect(shared.isLocked()).toBe(false)
    expect(isValid(simulator, await settled(page, 2000))).toBe(true)
  })
})

it('a process that is told to stop does not ask beside the one that it waits for', async () => {
  const { simulator, shared, start, wechat } = createProcesses(1, { tokenEndpoint: 'classic' })
  simulator.fault('all', { kind: 'delay', ms: 2000 })
  void wechat.warm()
  await vi.advanceTimersByTimeAsync(10)
  const waiting = start(shared.join())
  void waiting.warm()
  await vi.advanceTimersByTimeAsync(500)
  await waiting.stop()
  await vi.advanceTimersByTimeAsync(1000)
  expect(simulator.count()).toBe(1)
})

describe('a process with a valid ticket in memory', () => {
  it('has no page wait, though the storage and WeChat hang', async () => {
    const shared = createSharedStorage().join()
    let isHung = false
    const { simulator, wechat } = createWorld(wrapStorage(shared, command => isHung ? new Promise<never>(() => {}) : command()))
    await settled(wechat.warm(), 1000)
    isHung = true
    simulator.fault('all', { kind: 'delay', ms: 6000 })
    await vi.advanceTimersByTimeAsync(117 * 60_000)
    for (let second = 0; second < 60; second++) {
      const startedAt = performance.now()
      expect(isValid(simulator, await wechat.signPage(PAGE))).toBe(true)
      expect(performance.now()).toBe(startedAt)
      await vi.advanceTimersByTimeAsync(1000)
    }
  })
})

describe('a storage that is slow or does not answer', () => {
  it('keeps a cold page of one process 300 ms, and is told of once', async () => {
    const { simulator, wechat, log } = createWorld(hung)
    const { configs, longestMs } = await signAll([wechat])
    expect(longestMs).toBe(300)
    expect(configs.every(config => isValid(simulator, config))).toBe(true)
    expect(log).toEqual([expect.stringContaining('The storage fails')])
  })

  it('keeps a cold page 300 ms, though it takes several calls of WeChat', async () => {
    const { simulator, wechat, log } = createWorld(slowly(createSharedStorage().join(), () => 250))
    simulator.fault('getticket', { kind: 'errcode', errcode: 40001 }, 1)
    const { longestMs } = await signAll([wechat])
    expect(longestMs).toBeLessThanOrEqual(300)
    expect(simulator.count()).toBe(5)
    expect(log).toEqual([])
  })

  it.each([1, 50, 99, 101, 149, 151, 200, 250, 299, 301, 1000])('of %i ms keeps a cold page of four processes 600 ms at most from what WeChat has', async (ms) => {
    const { simulator, shared, start } = createProcesses(1)
    const processes = Array.from({ length: PROCESSES }, (_, index) => start({ ...slowly(shared.join(), () => ms), random: () => index / PROCESSES }))
    const { configs, longestMs } = await signAll(processes)
    expect(longestMs).toBeLessThanOrEqual(600)
    expect(new Set(configs.map(config => findTicket(simulator, config))).size).toBe(1)
    expect(configs.every(config => isValid(simulator, config))).toBe(true)
  })

  it.each([1, 50, 99])('of %i ms has processes ask as one', async (ms) => {
    const { simulator, shared, start } = createProcesses(1)
    simulator.fault('all', { kind: 'delay', ms: 1000 })
    const processes = Array.from({ length: PROCESSES }, () => start(slowly(shared.join(), () => ms)))
    const { longestMs } = await signAll(processes)
    expect(longestMs).toBeLessThanOrEqual(2000 + 600)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'getticket'])
  })

  it('from when a page waits for another process, keeps it no longer', async () => {
    const { simulator, shared, start, wechat } = createProcesses(1)
    simulator.fault('all', { kind: 'delay', ms: 3000 }, 1)
    void wechat.warm()
    await vi.advanceTimersByTimeAsync(10)
    let ms = 10
    const waiting = start(slowly(shared.join(), () => ms))
    setTimeout(() => (ms = 1000), 500)
    const { longestMs } = await signAll([waiting])
    expect(longestMs).toBeLessThanOrEqual(500 + 600)
  })

  it('for a fifth of a second, while processes wait for the one that asks, has them ask as one all the same', async () => {
    const { simulator, shared, start } = createProcesses(1)
    simulator.fault('all', { kind: 'delay', ms: 1000 })
    let ms = 1
    const processes = Array.from({ length: PROCESSES }, () => start(slowly(shared.join(), () => ms)))
    setTimeout(() => (ms = 190), 500)
    setTimeout(() => (ms = 1), 600)
    await signAll(processes)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'getticket'])
  })

  it('that now answers in time and now does not is told of once', async () => {
    let commands = 0
    const { wechat, log } = createWorld(slowly(createSharedStorage().join(), () => commands++ % 3 === 0 ? 800 : 200))
    await settled(wechat.warm())
    expect(log).toEqual([expect.stringContaining('The storage fails')])
  })
})

describe('a storage that fails', () => {
  it('has each process ask for itself, and is told of once', async () => {
    const { simulator, wechat, log } = createWorld(wrapStorage(createSharedStorage().join(), () => Promise.reject(new Error('redis://:password@host refused'))))
    expect(isValid(simulator, await wechat.signPage(PAGE))).toBe(true)
    await vi.advanceTimersByTimeAsync(119 * 60_000)
    expect(log).toEqual([expect.stringContaining('The storage fails')])
    expect(log.join()).not.toContain('password')
  })

  it('as its driver cannot be loaded, costs no page', async () => {
    const storageReady = Promise.reject(new Error('Cannot find package'))
    const { simulator, wechat, log } = createWorld({ ...wrapStorage(createSharedStorage().join(), () => storageReady), storageReady })
    expect(isValid(simulator, await wechat.signPage(PAGE))).toBe(true)
    expect(log).toHaveLength(1)
  })

  it('forces no refresh, as each process would', async () => {
    const { simulator, wechat } = createWorld(hung)
    simulator.fault('getticket', { kind: 'errcode', errcode: 40001 })
    await settled(wechat.warm(), 5000)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'getticket', 'stable_token', 'getticket'])
  })

  it('as it is full or read-only, is told of once for as long as it lasts, and pages go on', async () => {
    const { simulator, shared, log, start, wechat } = createProcesses(1)
    await settled(wechat.warm(), 1000)
    let isFull = true
    const full = wrapStorage(shared.join(), (command, kind) => isFull && kind !== 'read' ? Promise.reject(new Error('OOM command not allowed')) : command())
    const other = start(full)
    expect(isValid(simulator, await settled(other.signPage(PAGE), 1000))).toBe(true)
    await vi.advanceTimersByTimeAsync(3 * 3_600_000)
    expect(log).toEqual([expect.stringContaining('The storage fails')])
    expect(other.health().storage.state).toBe('failing')
    isFull = false
    await vi.advanceTimersByTimeAsync(15_000)
    expect(log).toEqual([expect.stringContaining('The storage fails'), 'The storage works again.'])
    expect(other.health().storage.state).toBe('ok')
  })

  it('for a moment, while another process asks, does not lose what that one got', async () => {
    const { simulator, shared, start, wechat } = createProcesses(1)
    simulator.fault('all', { kind: 'delay', ms: 1000 })
    void wechat.warm()
    await vi.advanceTimersByTimeAsync(10)
    let isAway = false
    const hasty = start({ ...wrapStorage(shared.join(), command => isAway ? Promise.reject(new Error('gone')) : command()), fetch: async () => {
      await new Promise(resolve => setTimeout(resolve, 3000))
      return Response.json({ errcode: -1, errmsg: 'system error' })
    } })
    void hasty.warm()
    await vi.advanceTimersByTimeAsync(50)
    isAway = true
    await vi.advanceTimersByTimeAsync(200)
    isAway = false
    await vi.advanceTimersByTimeAsync(10_000)
    const cold = start({ ...shared.join(), fetch: () => Promise.reject(new TypeError('There is a ticket.')) })
    expect(isValid(simulator, await settled(cold.signPage(PAGE), 1000))).toBe(true)
    expect(hasty.health()).toMatchObject({ status: 'ok', lastFailure: null })
  })

  it('and comes back empty is given the newest ticket of all processes', async () => {
    const { simulator, shared, start, wechat } = createProcesses(1)
    await settled(wechat.warm(), 1000)
    const older = start(shared.join())
    await settled(older.warm(), 1000)
    await vi.advanceTimersByTimeAsync(11 * 60_000)
    simulator.expireTicket()
    await older.stop()
    for (let count = 0; count < 3; count++)
      wechat.reportInvalidSignature()
    await vi.advanceTimersByTimeAsync(100)
    shared.values.clear()
    await vi.advanceTimersByTimeAsync(8000)
    const cold = start(shared.join())
    expect(isValid(simulator, await settled(cold.signPage(PAGE), 1000))).toBe(true)
    expect(simulator.count('getticket')).toBe(2)
  })

  it('is given what it lacks once it works again', async () => {
    const { simulator, shared, start } = createProcesses(1)
    let isAway = true
    const other = start(wrapStorage(shared.join(), command => isAway ? Promise.reject(new Error('gone')) : command()))
    await settled(other.warm(), 1000)
    expect(shared.values.size).toBe(0)
    isAway = false
    await vi.advanceTimersByTimeAsync(4000)
    const restarted = start(shared.join())
    expect(isValid(simulator, await settled(restarted.signPage(PAGE), 1000))).toBe(true)
    expect(simulator.count()).toBe(2)
  })

  it('and comes back empty costs no page, and is filled with the next renewal', async () => {
    const { simulator, shared, processes } = createProcesses()
    await settled(Promise.all(processes.map(process => process.warm())))
    shared.values.clear()
    await vi.advanceTimersByTimeAsync(118 * 60_000)
    expect(shared.values.size).toBe(1)
    expect(simulator.count('getticket')).toBe(2)
    expect(statuses(processes)).toEqual(ok)
  })
})

describe('what others wrote under our key', () => {
  it.each([
    '', 'text', 12, null, [], {}, { savedAt: 'x' }, { savedAt: 0, ticket: 'x' }, { savedAt: 0, ticket: { value: 'x' } },
    { savedAt: 0, ticket: { value: '', ageMs: 0, leftMs: 1000 } }, { savedAt: 0, ticket: { value: 'x', ageMs: 0, leftMs: 9e15 } },
    { savedAt: 0, ticket: { value: 'x', ageMs: 0, leftMs: Number.NaN } },
    { savedAt: 0, failure: { code: 'wechat_busy', hint: '', count: 1, agoMs: 0, retryInMs: 9e15 } },
    { savedAt: 0, token: { value: 'x', ageMs: 0, leftMs: 9e15 } },
  ])('counts as nothing: %j', async (value) => {
    const { simulator, shared, wechat, start } = createProcesses(1)
    await settled(wechat.warm(), 1000)
    shared.spoil(value)
    const other = start(shared.join())
    expect(isValid(simulator, await settled(other.signPage(PAGE), 1000))).toBe(true)
  })
})
