import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWorld, isValid, useFakeClock } from './world'

const PAGE = 'https://m.example.com/articles/1?a=1'
const minutes = (count: number) => count * 60_000

beforeEach(useFakeClock)
afterEach(() => {
  vi.useRealTimers()
})

/** A process with a ticket of this age. */
async function createOldWorld(age: number) {
  const world = createWorld()
  await world.wechat.warm()
  await vi.advanceTimersByTimeAsync(age)
  return world
}

const doubt = (wechat: { doubtTicket(): void }, times: number) => Array.from({ length: times }, () => wechat.doubtTicket())

describe('reports of an invalid signature', () => {
  it('that come three times lead to a fresh ticket, and pages do not wait for it', async () => {
    const { simulator, wechat } = await createOldWorld(minutes(20))
    simulator.expireTicket()
    simulator.fault('getticket', { kind: 'errcode', errcode: -1 }, 1)
    doubt(wechat, 2)
    await vi.advanceTimersByTimeAsync(1000)
    expect(simulator.count('getticket')).toBe(1)
    doubt(wechat, 1)
    expect(isValid(simulator, await wechat.signPage(PAGE))).toBe(true)
    await vi.advanceTimersByTimeAsync(5000)
    expect(simulator.count('getticket')).toBe(3)
    expect(wechat.health().jsapiTicket?.ageSeconds).toBeLessThan(6)
  })

  it('change nothing while the ticket is younger than ten minutes', async () => {
    const { simulator, wechat } = await createOldWorld(minutes(9))
    doubt(wechat, 100)
    await vi.advanceTimersByTimeAsync(1000)
    expect(simulator.count('getticket')).toBe(1)
  })

  it('lead to one fresh ticket in ten minutes at most, however many come', async () => {
    const { simulator, wechat } = await createOldWorld(minutes(20))
    for (let minute = 0; minute < 60; minute++) {
      doubt(wechat, 50)
      await vi.advanceTimersByTimeAsync(minutes(1))
    }
    expect(simulator.count('getticket')).toBeLessThanOrEqual(1 + 6)
    expect(simulator.count('getticket')).toBeGreaterThan(3)
  })

  it('that are old do not count', async () => {
    const { simulator, wechat } = await createOldWorld(minutes(20))
    for (let time = 0; time < 6; time++) {
      doubt(wechat, 1)
      await vi.advanceTimersByTimeAsync(minutes(6))
    }
    expect(simulator.count('getticket')).toBe(1)
  })

  it('leave the old ticket in use while WeChat gives no other', async () => {
    const { simulator, wechat } = await createOldWorld(minutes(20))
    simulator.fault('all', { kind: 'errcode', errcode: -1 })
    doubt(wechat, 3)
    await vi.advanceTimersByTimeAsync(minutes(5))
    expect(isValid(simulator, await wechat.signPage(PAGE))).toBe(true)
  })
})
