import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Suspicion, SUSPICION_MS } from '../../../server/wechat/ticket/suspicion'
import type { Wechat } from '../../../server/wechat'
import { createProcesses } from './processes'
import { createWorld, findTicket, isValid, simulatorFetch, useFakeClock } from './world'

const PAGE = 'https://m.example.com/articles/1?a=1'

beforeEach(useFakeClock)
afterEach(() => {
  vi.useRealTimers()
})

/** As many reports as make a ticket suspect. */
function report(wechat: Wechat): void {
  for (let count = 0; count < 3; count++)
    wechat.reportInvalidSignature()
}

/** Reports at every process through this time, once a second. */
async function reportFor(processes: Wechat[], ms: number): Promise<void> {
  for (let second = 0; second < ms / 1000; second++) {
    for (const process of processes)
      process.reportInvalidSignature()
    await vi.advanceTimersByTimeAsync(1000)
  }
}

describe('a ticket is suspect', () => {
  const T = SUSPICION_MS
  const asked = (reportedAt: number[], obtainedAt = 0) => {
    const suspicion = new Suspicion()
    return reportedAt.map(at => suspicion.report(at, obtainedAt))
  }

  it('once it was reported three times', () => {
    expect(asked([T, T + 1, T + 2])).toEqual([false, false, true])
  })

  it('not for three reports in more than ten minutes', () => {
    expect(asked([T, T + 1, 2 * T])).not.toContain(true)
  })

  it('not within ten minutes of its coming', () => {
    expect(asked([T - 3, T - 2, T - 1])).not.toContain(true)
    expect(asked([2 * T - 3, 2 * T - 2, 2 * T - 1], T)).not.toContain(true)
  })

  it('again for three more reports alone', () => {
    expect(asked([T, T, T, T, T, T])).toEqual([false, false, true, false, false, true])
  })
})

describe('where pages report invalid signatures', () => {
  it('pages are signed with the old ticket until another is there', async () => {
    const { simulator, wechat, start } = createWorld()
    let answer = () => {}
    const slow = start({ fetch: async (...args) => {
      await new Promise<void>(resolve => answer = resolve)
      return simulatorFetch(simulator)(...args)
    } })
    await wechat.warm()
    await slow.warm()
    await vi.advanceTimersByTimeAsync(SUSPICION_MS)
    const before = findTicket(simulator, await slow.signPage(PAGE))
    simulator.expireTicket()
    report(slow)
    await vi.advanceTimersByTimeAsync(1000)
    expect(findTicket(simulator, await slow.signPage(PAGE))).toBe(before)
    answer()
    await vi.advanceTimersByTimeAsync(0)
    const config = await slow.signPage(PAGE)
    expect(isValid(simulator, config)).toBe(true)
    expect(findTicket(simulator, config)).not.toBe(before)
  })

  it('the old ticket is kept where WeChat fails, and another comes once it is back', async () => {
    const { simulator, wechat } = createWorld()
    await wechat.warm()
    await vi.advanceTimersByTimeAsync(SUSPICION_MS)
    const before = findTicket(simulator, await wechat.signPage(PAGE))
    simulator.expireTicket()
    simulator.fault('all', { kind: 'errcode', errcode: -1 })
    report(wechat)
    await vi.advanceTimersByTimeAsync(0)
    expect(findTicket(simulator, await wechat.signPage(PAGE))).toBe(before)
    expect(wechat.health().status).toBe('ok')
    simulator.clearFaults()
    await vi.advanceTimersByTimeAsync(5000)
    expect(findTicket(simulator, await wechat.signPage(PAGE))).not.toBe(before)
  })

  it('and WeChat gives the same ticket again, it is asked once in ten minutes, and the log says so', async () => {
    const { simulator, wechat, log } = createWorld()
    await wechat.warm()
    await vi.advanceTimersByTimeAsync(SUSPICION_MS)
    simulator.clearCalls()
    await reportFor([wechat], 3 * SUSPICION_MS)
    expect(simulator.count('getticket')).toBeGreaterThan(1)
    expect(simulator.count('getticket')).toBeLessThanOrEqual(3)
    expect(log.filter(line => line.startsWith('There is no other jsapi ticket.'))).toHaveLength(simulator.count('getticket'))
  })

  it.each(['the same ticket', 'another ticket'])('at four processes, WeChat is asked once in ten minutes by all together and gives %s', async (gives) => {
    const { simulator, processes } = createProcesses()
    await Promise.all([...processes.map(process => process.warm()), vi.advanceTimersByTimeAsync(2000)])
    await vi.advanceTimersByTimeAsync(SUSPICION_MS)
    simulator.clearCalls()
    for (let round = 1; round <= 5; round++) {
      if (gives === 'another ticket')
        simulator.expireTicket()
      await reportFor(processes, SUSPICION_MS)
      expect(simulator.count('getticket')).toBeLessThanOrEqual(round)
    }
    expect(simulator.count('getticket')).toBeGreaterThanOrEqual(4)
    const configs = await Promise.all(processes.map(process => process.signPage(PAGE)))
    expect(configs.every(config => isValid(simulator, config))).toBe(true)
  })

  it('one that another process has just replaced is not asked for again', async () => {
    const { simulator, processes: [first, second] } = createProcesses(2)
    await Promise.all([first?.warm(), second?.warm(), vi.advanceTimersByTimeAsync(2000)])
    await vi.advanceTimersByTimeAsync(SUSPICION_MS)
    simulator.clearCalls()
    for (const process of [first, second]) {
      if (process)
        report(process)
      await vi.advanceTimersByTimeAsync(500)
    }
    expect(simulator.count('getticket')).toBe(1)
  })

  it('nothing is asked where no account is configured, or there is no ticket', async () => {
    const { simulator, wechat } = createWorld()
    await vi.advanceTimersByTimeAsync(SUSPICION_MS)
    report(wechat)
    await vi.advanceTimersByTimeAsync(0)
    expect(simulator.count()).toBe(0)
  })
})
