import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LEASE_MS, type Lease } from '../../../server/wechat'
import { createStorage, type Storage } from 'unstorage'
import { createCredentialStore, type KeyValueStore } from '../../../server/wechat/credential-store'
import { createProcesses, PROCESSES } from './processes'
import { createWorld, findTicket, isValid, simulatorFetch, useFakeClock } from './world'

const PAGE = 'https://m.example.com/articles/1?a=1'

beforeEach(useFakeClock)
afterEach(() => {
  vi.useRealTimers()
})

async function readAll(storage: Storage): Promise<unknown[]> {
  const keys = await storage.getKeys()
  return Promise.all(keys.sort().map(async key => [key, await storage.getItem(key)]))
}

/** Lets fake time go by until it has settled. */
async function settled<Value>(promise: Promise<Value>, ms = 60_000): Promise<Value> {
  const [value] = await Promise.all([promise, vi.advanceTimersByTimeAsync(ms)])
  return value
}

/** The store of one process, alone. */
function createStore(storage: KeyValueStore, lease: Lease) {
  const say = () => {}
  return createCredentialStore({ storage, lease, log: { info: say, warn: say, error: say }, now: Date.now, wallNow: Date.now })
}

type Processes = ReturnType<typeof createProcesses>

/** Asks all processes each second for a minute and each minute after it; how often WeChat was asked in both. */
async function countCallsInOutage({ simulator, processes }: Pick<Processes, 'simulator' | 'processes'>, minutesAfter: number): Promise<{ inFirstMinute: number, after: number }> {
  const ask = async (ms: number) => {
    for (const process of processes)
      void process.signPage(PAGE).catch(() => {})
    await vi.advanceTimersByTimeAsync(ms)
  }
  for (let second = 0; second < 60; second++)
    await ask(1000)
  const inFirstMinute = simulator.count()
  for (let minute = 0; minute < minutesAfter; minute++)
    await ask(60_000)
  return { inFirstMinute, after: simulator.count() - inFirstMinute }
}

describe('four processes on one store', () => {
  it('ask WeChat for one token and one ticket when two hundred and fifty cold pages ask each', async () => {
    for (let round = 0; round < 20; round++) {
      const { simulator, processes } = createProcesses()
      const configs = await settled(Promise.all(processes.flatMap(process => Array.from({ length: 250 }, () => process.signPage(PAGE)))), 2000)
      expect(simulator.count('stable_token')).toBe(1)
      expect(simulator.count('getticket')).toBe(1)
      expect(configs.every(config => isValid(simulator, config))).toBe(true)
    }
  })

  it('take the lease before they look whether another one has got something', async () => {
    const asked: string[] = []
    const lease: Lease = { take: async () => asked.push('take'), release: async () => {} }
    const storage = createStorage()
    const getItem = async (key: string) => {
      asked.push('read')
      return storage.getItem(key)
    }
    const { wechat } = createWorld({ lease, storage: { ...storage, getItem } as Storage })
    await settled(wechat.signPage(PAGE))
    expect(asked.slice(0, 3)).toEqual(['take', 'read', 'read'])
  })

  it('give the lease back as soon as WeChat has answered', async () => {
    const { leases, processes } = createProcesses()
    await settled(Promise.all(processes.map(process => process.signPage(PAGE))), 500)
    expect(leases.isHeld()).toBe(false)
  })

  it('renew once for all of them, through a day', async () => {
    const { simulator, processes } = createProcesses()
    await settled(Promise.all(processes.map(process => process.warm())))
    await vi.advanceTimersByTimeAsync(24 * 3_600_000)
    expect(simulator.count('getticket')).toBeLessThanOrEqual(14)
    expect(processes.map(process => process.health().status)).toEqual(Array.from({ length: PROCESSES }, () => 'ok'))
    const configs = await settled(Promise.all(processes.map(process => process.signPage(PAGE))))
    expect(configs.every(config => isValid(simulator, config))).toBe(true)
  }, 30_000)

  it('learn within seconds of what another one got', async () => {
    const { simulator, processes: [first, second] } = createProcesses(2)
    await settled(Promise.all([first?.warm(), second?.warm()]))
    const [before] = await settled(Promise.all([second?.signPage(PAGE)]))
    simulator.expireTicket()
    await vi.advanceTimersByTimeAsync(110 * 60_000)
    // The first renews; the second's own timer may be later.
    await vi.advanceTimersByTimeAsync(8 * 60_000)
    const [after] = await settled(Promise.all([second?.signPage(PAGE)]), 4000)
    expect(before && isValid(simulator, before)).toBe(true)
    expect(after && isValid(simulator, after)).toBe(true)
    expect(simulator.count('getticket')).toBe(2)
  })

  it('ask at most ten times in the first minute of an outage, then at most once a minute, all together', async () => {
    const all = createProcesses()
    const { simulator, processes } = all
    simulator.fault('all', { kind: 'errcode', errcode: -1 })
    const { inFirstMinute, after } = await countCallsInOutage(all, 10)
    expect(inFirstMinute).toBeLessThanOrEqual(10)
    expect(after).toBeLessThanOrEqual(10)
    simulator.clearFaults()
    await vi.advanceTimersByTimeAsync(80_000)
    expect(processes.map(process => process.health().status)).toEqual(Array.from({ length: PROCESSES }, () => 'ok'))
  })

  it.each([2000, 3100, 3500, 3800])('ask for one token and one ticket, and serve each page, where each call takes %i ms', async (ms) => {
    const { simulator, processes } = createProcesses()
    simulator.fault('all', { kind: 'delay', ms })
    const startedAt = Date.now()
    const pages = await settled(Promise.all(processes.map(async process => ({ config: await process.signPage(PAGE), afterMs: Date.now() - startedAt }))))
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'getticket'])
    expect(Math.max(...pages.map(({ afterMs }) => afterMs))).toBeLessThanOrEqual(2 * ms + 100)
  })

  it('ask as seldom where WeChat does not answer', async () => {
    const all = createProcesses()
    all.simulator.fault('all', { kind: 'delay', ms: 6000 })
    const { inFirstMinute, after } = await countCallsInOutage(all, 10)
    expect(inFirstMinute).toBeLessThanOrEqual(10)
    expect(after).toBeLessThanOrEqual(10)
  })

  it.each([
    ['stable', 0], ['stable', 3000], ['stable', 4000], ['classic', 0], ['classic', 4000],
  ] as const)('ask as seldom where WeChat refuses each %s token and gives one after %i ms, and force one renewal for all', async (tokenEndpoint, ms) => {
    const all = createProcesses(PROCESSES, { tokenEndpoint })
    const { simulator } = all
    simulator.fault(tokenEndpoint === 'stable' ? 'stable_token' : 'token', { kind: 'delay', ms })
    simulator.fault('getticket', { kind: 'errcode', errcode: 40001 })
    const { inFirstMinute, after } = await countCallsInOutage(all, 60)
    expect(inFirstMinute).toBeLessThanOrEqual(10)
    expect(after).toBeLessThanOrEqual(60)
    expect(simulator.calls.filter(call => call.params.force_refresh).length).toBe(tokenEndpoint === 'stable' ? 1 : 0)
  })

  it('log a failure once, by the one that asked', async () => {
    const { simulator, processes, log } = createProcesses()
    simulator.fault('all', { kind: 'errcode', errcode: 40164 })
    await settled(Promise.all(processes.map(process => process.signPage(PAGE).catch(() => {}))), 500)
    expect(log.filter(line => line.includes('40164'))).toHaveLength(1)
    expect(processes.map(process => process.health().lastFailure?.code)).toEqual(Array.from({ length: PROCESSES }, () => 'wechat_ip_not_allowed'))
  })
})

describe('a process whose clock was set back an hour while it ran', () => {
  it('tells the others\' failures with the age and the wait that they have', async () => {
    const { simulator, wechat, start, leases } = createProcesses(1)
    vi.setSystemTime(Date.now() - 3_600_000)
    simulator.fault('all', { kind: 'errcode', errcode: 45011 })
    await settled(wechat.warm(), 10_000)
    const other = start({ lease: leases.join() })
    await settled(other.warm(), 1000)
    const { lastFailure } = other.health()
    expect(lastFailure).toEqual({ code: 'wechat_rate_limited', errcode: 45011, endpoint: '/cgi-bin/stable_token', agoSeconds: 11, retryInSeconds: 49 })
    expect(wechat.health().lastFailure).toEqual(lastFailure)
  })
})

describe('a turn with many slow calls', () => {
  it('stays one process\' turn to its end', async () => {
    const { simulator, leases, storage, start } = createProcesses(1)
    const own = leases.join()
    // Any two together are longer than a lease, and the forced one follows the token's own without a pause.
    const callWeChat = simulatorFetch(simulator)
    const holder = start({ storage, lease: own, fetch: async (input, init) => {
      await new Promise(resolve => setTimeout(resolve, String(input).includes('getticket') ? 2600 : 4500))
      return callWeChat(input, init)
    } })
    simulator.fault('getticket', { kind: 'errcode', errcode: 40001 }, 1)
    const other = leases.join()
    const taken: unknown[] = []
    const trying = setInterval(() => void other.take().then(fence => taken.push(fence)), 100)
    await settled(holder.warm(), 18_800)
    clearInterval(trying)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'getticket', 'stable_token', 'stable_token', 'getticket'])
    expect(taken.slice(0, 186).every(fence => fence === undefined)).toBe(true)
  })
})

describe('a process that dies in its turn', () => {
  it('is followed by another within fifteen seconds', async () => {
    const { simulator, leases, wechat } = createProcesses(1)
    const dead = leases.join()
    await dead.take()
    const startedAt = Date.now()
    const config = await settled(wechat.signPage(PAGE).then(config => ({ config, after: Date.now() - startedAt })), 15_000)
    expect(config.after).toBeLessThan(15_000)
    expect(config.after).toBeGreaterThan(LEASE_MS / 2)
    expect(isValid(simulator, config.config)).toBe(true)
  })

  it.each([
    ['token', 500, ['stable_token', 'stable_token', 'getticket']],
    ['ticket', 1500, ['stable_token', 'getticket', 'getticket']],
  ])('while it asks for a %s costs no page of others, where calls take a second, and is followed by one of them', async (_, diesAtMs, calls) => {
    const { simulator, storage, leases, start, processes } = createProcesses()
    simulator.fault('all', { kind: 'delay', ms: 1000 })
    let isDead = false
    const lease = leases.join()
    const unlessDead = <Value>(action: () => Promise<Value>) => isDead ? new Promise<never>(() => {}) : action()
    const callWeChat = simulatorFetch(simulator)
    void start({
      fetch: (input, init) => unlessDead(() => callWeChat(input, init)),
      storage: { ...storage, setItem: (key, value) => unlessDead(() => storage.setItem(key, value)) },
      lease: { take: () => unlessDead(lease.take), release: () => unlessDead(lease.release) },
    }).warm()
    setTimeout(() => (isDead = true), diesAtMs)
    const configs = await settled(Promise.all(processes.map(process => process.signPage(PAGE))), 8000)
    expect(configs.every(config => isValid(simulator, config))).toBe(true)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(calls)
  })

  it('gives its turn back when it is told to stop', async () => {
    const { leases, start } = createProcesses(1)
    const wechat = start({ lease: leases.join(), fetch: () => new Promise(() => {}) })
    const page = wechat.signPage(PAGE).catch(() => {})
    await vi.advanceTimersByTimeAsync(1000)
    expect(leases.isHeld()).toBe(true)
    await wechat.stop()
    expect(leases.isHeld()).toBe(false)
    await settled(page)
  })

  it('takes none again for what WeChat answers after that', async () => {
    const { simulator, leases, storage, start } = createProcesses(1)
    const wechat = start({ storage, lease: leases.join() })
    simulator.fault('all', { kind: 'delay', ms: 1000 })
    const page = wechat.signPage(PAGE)
    await vi.advanceTimersByTimeAsync(500)
    await wechat.stop()
    // The ticket is being asked for.
    await vi.advanceTimersByTimeAsync(1000)
    expect(leases.isHeld()).toBe(false)
    expect(isValid(simulator, await settled(page, 2000))).toBe(true)
  })

  it('does not ask beside the process that it waited for', async () => {
    const { simulator, leases, start } = createProcesses(1, { tokenEndpoint: 'classic' })
    simulator.fault('all', { kind: 'delay', ms: 2000 })
    void start({ lease: leases.join() }).warm()
    const wechat = start({ lease: leases.join() })
    void wechat.warm()
    await vi.advanceTimersByTimeAsync(500)
    await wechat.stop()
    await vi.advanceTimersByTimeAsync(1000)
    expect(simulator.count()).toBe(1)
  })
})

describe('a process whose turn does not come', () => {
  /** Another process that keeps its turn, until it is told to end it. */
  async function keepTurn(lease: Lease): Promise<() => Promise<void>> {
    await lease.take()
    const keeping = setInterval(() => void lease.take(), 1000)
    return () => {
      clearInterval(keeping)
      return lease.release()
    }
  }

  it('waits on where the clock is set forward meanwhile', async () => {
    const { simulator, start } = createProcesses(1)
    let isOver = false
    const wechat = start({ lease: { take: async () => isOver ? 1 : undefined, release: async () => {} } })
    const page = wechat.signPage(PAGE)
    await vi.advanceTimersByTimeAsync(500)
    vi.setSystemTime(Date.now() + 3_600_000)
    await vi.advanceTimersByTimeAsync(1500)
    expect(simulator.count()).toBe(0)
    isOver = true
    expect(isValid(simulator, await settled(page, 1000))).toBe(true)
  })

  it('gives nothing back that it does not have', async () => {
    const { leases, start } = createProcesses(1)
    const end = await keepTurn(leases.join())
    const lease = leases.join()
    let releases = 0
    void start({ lease: { take: lease.take, release: async () => void releases++ } }).warm()
    await vi.advanceTimersByTimeAsync(5000)
    expect(releases).toBe(0)
    await end()
  })

  it('waits for it where no page does, and goes on by itself when it comes', async () => {
    const { simulator, leases, wechat } = createProcesses(1)
    const end = await keepTurn(leases.join())
    void wechat.warm()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(simulator.count()).toBe(0)
    await end()
    await vi.advanceTimersByTimeAsync(5000)
    expect(wechat.health().status).toBe('ok')
  })
})

describe('a process that was stopped in its turn and wakes late', () => {
  it('overwrites nothing newer, and takes what the next one got', async () => {
    const { simulator, leases, wechat, storage, start } = createProcesses(1, { tokenEndpoint: 'classic' })
    let wake = () => {}
    const sleep = new Promise<void>((resolve) => {
      wake = resolve
    })
    const lease = leases.join()
    const late = start({
      tokenEndpoint: 'classic',
      lease: { take: lease.take, release: () => sleep },
      storage: { getItem: key => storage.getItem(key), removeItem: key => storage.removeItem(key), setItem: (key, value) => sleep.then(() => storage.setItem(key, value)) },
    })
    await settled(late.warm(), 1000)
    await settled(wechat.signPage(PAGE), LEASE_MS)
    const kept = await readAll(storage)
    wake()
    await vi.advanceTimersByTimeAsync(4000)
    expect(await readAll(storage)).toEqual(kept)
    expect(simulator.count('getticket')).toBe(2)
    const [latest, own] = await Promise.all([late.signPage(PAGE), wechat.signPage(PAGE)])
    expect(findTicket(simulator, latest)).toBe(findTicket(simulator, own))
  })
})

describe('a store whose clock was set back, so that its fences begin anew', () => {
  it('has each renewal learned by all processes, which ask as one', async () => {
    const { simulator, leases, storage, processes } = createProcesses()
    leases.setFence(1_000_000)
    await settled(Promise.all(processes.map(process => process.warm())), 1000)
    // What was written before is taken for nothing.
    leases.setFence(0)
    for (const key of await storage.getKeys())
      await storage.removeItem(key)
    await vi.advanceTimersByTimeAsync(7200_000)
    expect(simulator.count()).toBe(4)
    const configs = await Promise.all(processes.map(process => process.signPage(PAGE)))
    expect(new Set(configs.map(config => findTicket(simulator, config))).size).toBe(1)
  })
})

describe('of two values of one turn', () => {
  it.each([
    ['the one that lives longer is learned', 1000, 0],
    ['the one that does not is not', -1000, 60],
  ])('%s', async (_, livesLongerMs, ageSeconds) => {
    const { storage, wechat } = createProcesses(1)
    await settled(wechat.warm(), 1000)
    const [key = ''] = (await storage.getKeys()).filter(name => name.includes('token'))
    const first = await storage.getItem<{ expiresAt: number }>(key) ?? { expiresAt: 0 }
    await vi.advanceTimersByTimeAsync(57_000)
    await storage.setItem(key, { ...first, value: 'another', expiresAt: first.expiresAt + livesLongerMs })
    await vi.advanceTimersByTimeAsync(3000)
    expect(Math.abs((wechat.health().accessToken?.ageSeconds ?? NaN) - ageSeconds)).toBeLessThan(4)
  })
})

describe('where nobody can tell whose turn it is', () => {
  it('as the storage\'s program cannot be loaded, each process goes on by itself', async () => {
    const storageReady = Promise.reject(new Error('Cannot find package'))
    const fail = () => storageReady
    const { simulator, wechat, log } = createWorld({ storageReady, storage: { getItem: fail, setItem: fail, removeItem: fail }, lease: { take: fail, release: fail } })
    expect(isValid(simulator, await wechat.signPage(PAGE))).toBe(true)
    expect(log).toHaveLength(1)
  })

  it('each process goes on by itself, and says so once', async () => {
    const broken: Lease = { take: () => Promise.reject(new Error('gone')), release: () => Promise.reject(new Error('gone')) }
    const { simulator, wechat, log } = createWorld({ lease: broken })
    expect(isValid(simulator, await wechat.signPage(PAGE))).toBe(true)
    expect(log).toHaveLength(1)
  })

  it('a page waits for the store 300 ms, and for nothing of it again', async () => {
    const never = () => new Promise<never>(() => {})
    const { simulator, wechat } = createWorld({ storage: { getItem: never, setItem: never, removeItem: never }, lease: { take: never, release: never } })
    const startedAt = Date.now()
    const [after, config] = await settled(wechat.signPage(PAGE).then(config => [Date.now() - startedAt, config] as const), 5000)
    expect(after).toBe(300)
    expect(isValid(simulator, config)).toBe(true)
  })

  it('token and ticket that fall due one after the other wait for the store together', async () => {
    const never = () => new Promise<never>(() => {})
    const store = createStore({ getItem: never, setItem: never, removeItem: never }, { take: never, release: never })
    const startedAt = Date.now()
    const waits: number[] = []
    const lookAt = async (key: string) => {
      await store.look(key)
      waits.push(Date.now() - startedAt)
    }
    void lookAt('ticket')
    await vi.advanceTimersByTimeAsync(200)
    void lookAt('token')
    await vi.advanceTimersByTimeAsync(1000)
    expect(waits).toEqual([300, 300])
  })
})

describe('a slow store', () => {
  const alone: Lease = { take: async () => 1, release: async () => {} }
  const slowly = (ms: () => number, storage = createStorage(), lease = alone) => {
    const wait = async <Value>(action: () => Promise<Value>) => {
      await new Promise(resolve => setTimeout(resolve, ms()))
      return action()
    }
    return {
      storage: {
        getItem: (key: string) => wait(() => storage.getItem(key)),
        setItem: (key: string, value: object) => wait(() => storage.setItem(key, value as never)),
        removeItem: (key: string) => wait(() => storage.removeItem(key)),
      },
      lease: { take: () => wait(lease.take), release: () => wait(lease.release) },
    }
  }

  /** Four processes on one store whose commands take so long, and when each had signed its first page. */
  function startSlowly(ms: number) {
    const { simulator, storage, leases, start } = createProcesses(1)
    const processes = Array.from({ length: PROCESSES }, (_, index) => start({ ...slowly(() => ms, storage, leases.join()), random: () => index / PROCESSES }))
    const startedAt = Date.now()
    const signAll = () => settled(Promise.all(processes.map(process => process.signPage(PAGE).then(config => ({ config, afterMs: Date.now() - startedAt })))))
    return { simulator, processes, signAll }
  }

  it('costs a page 300 ms at most, though it takes several calls of WeChat', async () => {
    const { simulator, wechat, log } = createWorld(slowly(() => 250))
    simulator.fault('getticket', { kind: 'errcode', errcode: 40001 }, 1)
    const startedAt = Date.now()
    const [after, config] = await settled(wechat.signPage(PAGE).then(config => [Date.now() - startedAt, config] as const), 5000)
    expect(after).toBeLessThanOrEqual(300)
    expect(isValid(simulator, config)).toBe(true)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'getticket', 'stable_token', 'stable_token', 'getticket'])
    expect(log).toEqual([])
  })

  it.each([101, 150, 250, 299, 1000])('of %i ms keeps no cold page longer than 300 ms from what WeChat has, whichever process asks', async (ms) => {
    const { simulator, signAll } = startSlowly(ms)
    const pages = await signAll()
    expect(Math.max(...pages.map(page => page.afterMs))).toBeLessThanOrEqual(300)
    expect(pages.every(({ config }) => isValid(simulator, config))).toBe(true)
    expect(new Set(pages.map(({ config }) => findTicket(simulator, config))).size).toBe(1)
  })

  it.each([50, 80, 99])('of %i ms has processes ask as one, and costs a page 300 ms and a look', async (ms) => {
    const { simulator, signAll } = startSlowly(ms)
    simulator.fault('all', { kind: 'delay', ms: 1000 })
    const pages = await signAll()
    expect(Math.max(...pages.map(page => page.afterMs))).toBeLessThanOrEqual(2000 + 300 + 100)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'getticket'])
  })

  it.each([50, 99, 250, 299])('of %i ms has them ask as one where no page waits', async (ms) => {
    const { simulator, processes } = startSlowly(ms)
    await settled(Promise.all(processes.map(process => process.warm())))
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'getticket'])
    expect(processes.map(process => process.health().status)).toEqual(Array.from({ length: PROCESSES }, () => 'ok'))
  })

  it('that becomes too slow while a page waits for another process keeps it no longer', async () => {
    const { simulator, storage, leases, start } = createProcesses(1)
    await leases.join().take()
    let ms = 10
    const wechat = start(slowly(() => ms, storage, leases.join()))
    const startedAt = Date.now()
    setTimeout(() => (ms = 1000), 500)
    const [config, afterMs] = await settled(wechat.signPage(PAGE).then(config => [config, Date.now() - startedAt] as const))
    expect(afterMs).toBeLessThanOrEqual(500 + 100 + 100)
    expect(isValid(simulator, config)).toBe(true)
  })

  it('whose writes hang costs the pages of other processes nothing but time', async () => {
    const { simulator, storage, leases, start } = createProcesses(1)
    const lease = leases.join()
    const never = () => new Promise<never>(() => {})
    const hanging = start({ storage: { getItem: key => storage.getItem(key), setItem: never, removeItem: never }, lease: { take: lease.take, release: never } })
    simulator.fault('all', { kind: 'delay', ms: 500 })
    const configs = await settled(Promise.all([hanging, start({ lease: leases.join() })].map(process => process.signPage(PAGE))), 8000)
    expect(configs.every(config => isValid(simulator, config))).toBe(true)
  })

  it('in which a process finds a failure and another process that asks has it tell the failure', async () => {
    const { simulator, storage, leases, start, wechat } = createProcesses(1)
    simulator.fault('all', { kind: 'errcode', errcode: -1 })
    await settled(wechat.warm(), 500)
    await wechat.stop()
    await vi.advanceTimersByTimeAsync(2000)
    await leases.join().take()
    simulator.clearCalls()
    const cold = start(slowly(() => 150, storage, leases.join()))
    expect(await settled(cold.signPage(PAGE).then(() => {}, error => error.code), 1000)).toBe('wechat_busy')
    expect(simulator.count()).toBe(0)
  })

  // After the latter it is a look for news that sees it first.
  it.each([60, 2999])('that fails after %i ms, while a process waits for another\'s turn, has it force no renewal', async (ms) => {
    const { simulator, storage, leases, start } = createProcesses(1)
    const lease = leases.join()
    await leases.join().take()
    simulator.fault('getticket', { kind: 'errcode', errcode: 40001 })
    let isAway = false
    const unlessAway = <Value>(action: () => Promise<Value>) => isAway ? Promise.reject(new Error('gone')) : action()
    const cold = start({
      storage: { ...storage, getItem: (key: string) => unlessAway(() => storage.getItem(key)) } as Storage,
      lease: { take: () => unlessAway(lease.take), release: lease.release },
    })
    setTimeout(() => (isAway = true), ms)
    expect(await settled(cold.signPage(PAGE).then(() => {}, error => error.details.errcode), ms + 900)).toBe(40001)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'getticket', 'stable_token', 'getticket'])
  })

  it.each([
    [150, 150], [10, 150], [10, 1000],
  ])('of %i and then %i ms has nobody force a renewal beside the process whose turn it is', async (first, then) => {
    const { simulator, storage, leases, start } = createProcesses(1)
    await leases.join().take()
    simulator.fault('getticket', { kind: 'errcode', errcode: 40001 })
    let ms = first
    const cold = start(slowly(() => ms, storage, leases.join()))
    setTimeout(() => (ms = then), 60)
    expect(await settled(cold.signPage(PAGE).then(() => {}, error => error.details.errcode), 1000)).toBe(40001)
    expect(simulator.calls.map(call => call.endpoint)).toEqual(['stable_token', 'getticket', 'stable_token', 'getticket'])
  })

  it.each([99, 250])('of %i ms has them ask as seldom in an outage, all together', async (ms) => {
    const { simulator, processes } = startSlowly(ms)
    simulator.fault('all', { kind: 'errcode', errcode: -1 })
    const { inFirstMinute, after } = await countCallsInOutage({ simulator, processes }, 10)
    expect(inFirstMinute).toBeLessThanOrEqual(10)
    expect(after).toBeLessThanOrEqual(10)
  })

  it('that now answers in time and now does not is told of once', async () => {
    let commands = 0
    const { wechat, log } = createWorld(slowly(() => commands++ % 3 === 0 ? 400 : 200))
    await settled(wechat.warm(), 60_000)
    expect(log).toEqual([expect.stringContaining('The storage fails')])
  })
})

describe('a turn that begins while the one before it is given back', () => {
  it('keeps the lease', async () => {
    const asked: string[] = []
    const onTheWay = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
    const lease: Lease = {
      async take() {
        await onTheWay(20)
        return asked.push('take')
      },
      async release() {
        await onTheWay(20)
        asked.push('release')
      },
    }
    const storage = { getItem: async () => null, setItem: () => onTheWay(30), removeItem: async () => {} }
    const store = createStore(storage, lease)
    await settled(store.look('a'), 100)
    store.write('a', { value: 'x', expiresAt: Date.now() + 60_000 })
    // Once that is written the lease goes back; meanwhile the next turn asks for it.
    store.leave()
    await vi.advanceTimersByTimeAsync(25)
    const { isMyTurn } = await settled(store.look('a'), 100)
    expect(isMyTurn).toBe(true)
    expect(asked).toEqual(['take', 'take'])
    store.leave()
    await vi.advanceTimersByTimeAsync(1000)
    expect(asked).toEqual(['take', 'take', 'release'])
  })
})

describe('a turn that begins without the store while the one before it is given back', () => {
  it('gives it back', async () => {
    let releases = 0
    let isFailing = false
    const lease: Lease = { take: async () => 1, release: async () => void releases++ }
    const getItem = async () => {
      if (isFailing)
        throw new Error('gone')
      return null
    }
    const setItem = () => new Promise<void>(resolve => setTimeout(resolve, 200))
    const store = createStore({ getItem, setItem, removeItem: async () => {} }, lease)
    await store.look('a')
    store.write('a', { value: 'x', expiresAt: Date.now() + 60_000 })
    store.leave()
    isFailing = true
    await store.read('a')
    await store.look('a')
    await vi.advanceTimersByTimeAsync(500)
    expect(releases).toBe(0)
    store.leave()
    await vi.advanceTimersByTimeAsync(500)
    expect(releases).toBe(1)
  })
})

describe('a turn that ends while a look is on its way that finds it another\'s', () => {
  it('is given back', async () => {
    const answers = [undefined, 5]
    let isHeld = false
    const lease: Lease = {
      take: async () => {
        const fence = answers.shift()
        isHeld ||= fence !== undefined
        return fence
      },
      release: async () => void (isHeld = false),
    }
    let reads = 0
    const getItem = async () => {
      if (reads++ === 0)
        throw new Error('It fails once, so that the next look begins a turn without the store.')
      await new Promise(resolve => setTimeout(resolve, 200))
      return null
    }
    const store = createStore({ getItem, setItem: async () => {}, removeItem: async () => {} }, lease)
    store.announce('a')
    store.announce('b')
    const looking = store.look('a')
    await vi.advanceTimersByTimeAsync(10)
    expect((await store.look('b')).isMyTurn).toBe(true)
    store.leave()
    expect((await settled(looking, 1000)).isMyTurn).toBe(false)
    expect(isHeld).toBe(false)
  })
})

describe('a store that can be read and not written', () => {
  it('gives what it has, and is told of once for as long as it lasts', async () => {
    const { simulator, storage, leases, log, start, wechat } = createProcesses(1)
    await settled(wechat.warm(), 1000)
    const full = () => Promise.reject(new Error('OOM command not allowed'))
    const other = start({ storage: { getItem: key => storage.getItem(key), setItem: full, removeItem: full }, lease: { take: full, release: full } })
    expect(isValid(simulator, await settled(other.signPage(PAGE), 1000))).toBe(true)
    expect(simulator.count()).toBe(2)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(log).toHaveLength(1)
    expect(leases.isHeld()).toBe(false)
  })
})

describe('a store that comes back', () => {
  it('is given what could not be written meanwhile, and the turn that could not be given back', async () => {
    const { simulator, storage, leases, log, start } = createProcesses(1)
    let isAway = true
    const unlessAway = <Value>(action: () => Promise<Value>) => isAway ? Promise.reject(new Error('gone')) : action()
    const lease = leases.join()
    const wechat = start({
      storage: {
        getItem: key => unlessAway(() => storage.getItem(key)),
        setItem: (key, value) => unlessAway(() => storage.setItem(key, value)),
        removeItem: key => unlessAway(() => storage.removeItem(key)),
      },
      lease: { take: lease.take, release: () => unlessAway(lease.release) },
    })
    await settled(wechat.warm(), 1000)
    expect(leases.isHeld()).toBe(true)
    isAway = false
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await storage.getKeys()).toHaveLength(2)
    expect(leases.isHeld()).toBe(false)
    expect(log).toHaveLength(2)
    expect(simulator.count()).toBe(2)
  })
})

describe('what else stands under a process\'s keys', () => {
  it.each([
    '', 'text', 12, null, [], {}, { value: 'x' }, { value: 'x', expiresAt: 'later' }, { value: 'x', expiresAt: NaN },
    { value: '', expiresAt: 9e15 }, { value: { a: 1 }, expiresAt: 9e15 },
  ])('is taken for nothing: %j', async (value) => {
    const { simulator, storage, wechat, start, leases } = createProcesses(1)
    await settled(wechat.warm(), 1000)
    for (const key of await storage.getKeys())
      await storage.setItem(key, value)
    const other = start({ lease: leases.join() })
    expect(isValid(simulator, await settled(other.signPage(PAGE), 1000))).toBe(true)
  })

  it.each([
    'text', {}, { code: 'wechat_busy', hint: 'x', count: 1, waitMs: 0, expiresAt: 9e15 }, { code: 'wechat_busy', hint: 'x', count: 1, waitMs: 0, expiresAt: null },
  ])('as a failure keeps nobody from asking for longer than a failure of ours: %j', async (value) => {
    const { simulator, storage, wechat, start, leases } = createProcesses(1)
    await settled(wechat.warm(), 1000)
    for (const key of await storage.getKeys()) {
      await storage.setItem(`${key}-failure`, value)
      await storage.removeItem(key)
    }
    const other = start({ lease: leases.join() })
    await settled(other.signPage(PAGE).catch(() => {}), 76_000)
    expect(isValid(simulator, await settled(other.signPage(PAGE), 1000))).toBe(true)
  })
})
