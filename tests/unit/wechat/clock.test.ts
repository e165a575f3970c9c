import { describe, expect, it } from 'vitest'
import { createSteadyClock } from '../../../server/wechat/clock'

/** A machine whose clock people set, and which may sleep. */
function createMachine() {
  let wall = 1_000_000
  let monotonic = 50
  const clock = createSteadyClock(() => wall, () => monotonic)
  return {
    clock,
    pass(ms: number) {
      wall += ms
      monotonic += ms
    },
    set(ms: number) {
      wall += ms
    },
  }
}

describe('the steady clock', () => {
  it('begins with the wall\'s and goes with it', () => {
    const { clock, pass } = createMachine()
    expect(clock()).toBe(1_000_000)
    pass(5000)
    expect(clock()).toBe(1_005_000)
  })

  it('goes on when the wall\'s is set back', () => {
    const { clock, pass, set } = createMachine()
    set(-3_600_000)
    pass(1000)
    expect(clock()).toBe(1_001_000)
    pass(1000)
    expect(clock()).toBe(1_002_000)
  })

  it('counts what the wall\'s is set forward, as a machine that slept needs it', () => {
    const { clock, set } = createMachine()
    set(3_600_000)
    expect(clock()).toBe(4_600_000)
  })

  it('counts a clock that is set back and then right again once', () => {
    const { clock, pass, set } = createMachine()
    set(-3_600_000)
    pass(1000)
    clock()
    set(3_600_000)
    pass(1000)
    expect(clock()).toBe(4_602_000)
    pass(1000)
    expect(clock()).toBe(4_603_000)
  })

  it('runs no faster than time, however often it is read', () => {
    let time = 1_000_000.4
    const clock = createSteadyClock(() => Math.floor(time), () => time)
    for (let read = 0; read < 100_000; read++) {
      time += 0.3
      clock()
    }
    expect(Math.abs(clock() - time)).toBeLessThan(2)
  })
})
