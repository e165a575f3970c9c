import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseLifetimeMs } from '../../../server/wechat/ticket/upstream'
import { createWorld, useFakeClock } from './world'

describe('expires_in', () => {
  it.each([
    [7200, 7200],
    [345, 345],
    ['345', 345],
    [' 345 ', 345],
    [1e12, 7200],
    [1, 5],
    [0.001, 5],
    [0, 60],
    ['0', 60],
    [-5, 60],
    [undefined, 60],
    [null, 60],
    ['', 60],
    ['soon', 60],
    [Number.NaN, 60],
    [{}, 60],
    [[7200], 60],
    [true, 60],
  ])('%j counts as %i seconds', (expiresIn, seconds) => {
    expect(parseLifetimeMs(expiresIn)).toBe(seconds * 1000)
  })
})

describe('the renewal of a ticket', () => {
  beforeEach(useFakeClock)
  afterEach(() => {
    vi.useRealTimers()
  })

  /** After how many seconds WeChat is asked again, where a ticket lives for so many. */
  async function renewedAfter(seconds: number, random = 0): Promise<number> {
    const { simulator, wechat } = createWorld({ random: () => random })
    simulator.fault('all', { kind: 'expires-in', value: seconds })
    await wechat.warm()
    simulator.clearCalls()
    const startedAt = performance.now()
    while (simulator.count() === 0)
      await vi.advanceTimersToNextTimerAsync()
    return (performance.now() - startedAt) / 1000
  }

  it('comes in the last five minutes, the only ones in which stable_token gives a new token', async () => {
    for (const random of [0, 0.999]) {
      expect(await renewedAfter(7200, random)).toBeGreaterThan(7200 - 300)
      expect(await renewedAfter(345, random)).toBeGreaterThan(345 - 300)
    }
    expect(await renewedAfter(7200, 0.999)).toBeLessThan(7200 - 60)
  })

  it('differs by chance', async () => {
    expect(await renewedAfter(600, 0.2)).not.toBe(await renewedAfter(600, 0.8))
  })

  it('never comes within five seconds, and before the expiry of a short life', async () => {
    expect(await renewedAfter(1)).toBeGreaterThanOrEqual(5)
    expect(await renewedAfter(30)).toBe(24)
  })
})
