import { describe, expect, it } from 'vitest'
import { isFresh, parseLifeSeconds, readCredential, renewalDelayMs } from '../../../server/wechat/credential'

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
    expect(parseLifeSeconds(expiresIn)).toBe(seconds)
  })
})

describe('the renewal of a credential', () => {
  const delay = (seconds: number, random = 0) => renewalDelayMs({ value: 'v', expiresAt: seconds * 1000 }, 0, random) / 1000

  it('comes in the last five minutes, the only ones in which stable_token gives a new token', () => {
    for (const random of [0, 0.5, 0.999]) {
      expect(delay(7200, random)).toBeGreaterThan(7200 - 300)
      expect(delay(7200, random)).toBeLessThan(7200 - 60)
      expect(delay(345, random)).toBeGreaterThan(345 - 300)
    }
  })

  it('differs by chance', () => {
    expect(delay(7200, 0.2)).not.toBe(delay(7200, 0.8))
  })

  it('never comes within five seconds', () => {
    expect(delay(1)).toBe(5)
    expect(delay(-10)).toBe(5)
  })

  it('stays before the expiry of a short life', () => {
    expect(delay(30)).toBe(24)
  })
})

it('is fresh until the millisecond of its expiry', () => {
  expect(isFresh({ value: 'v', expiresAt: 1000 }, 999)).toBe(true)
  expect(isFresh({ value: 'v', expiresAt: 1000 }, 1000)).toBe(false)
  expect(isFresh(undefined, 0)).toBe(false)
})

it.each([null, undefined, 'text', 1, [], {}, { value: '', expiresAt: 1 }, { value: 'v' }, { value: 'v', expiresAt: 'x' }])('takes %j from a store for nothing', (value) => {
  expect(readCredential(value, 0)).toBeUndefined()
})
