import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toRateLimitKeys } from '../../server/http/request/client-address'
import { createRateLimit } from '../../server/http/request/rate-limit'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const refused = (promise: Promise<void>) => promise.then(() => undefined, error => [error.code, Math.ceil(error.details.retryInMs / 1000)])

describe('a rate limit', () => {
  it('lets so many through a minute for each key, says how long to wait, and begins anew after it', async () => {
    const limit = createRateLimit(2)
    await limit.count('a')
    await vi.advanceTimersByTimeAsync(20_000)
    await limit.count('a')
    expect(await refused(limit.count('a'))).toEqual(['rate_limited', 40])
    expect(await refused(limit.count('b'))).toBeUndefined()
    await vi.advanceTimersByTimeAsync(40_000)
    expect(await refused(limit.count('a'))).toBeUndefined()
  })

  it('of IPv6 counts a device by its 64 bits, and a site, whatever its devices choose, ten times as much by its 48', async () => {
    const limit = createRateLimit(2)
    const count = (address: string) => refused(limit.count(...toRateLimitKeys(address)))
    for (let host = 0; host < 2; host++)
      expect(await count(`2001:db8:1:0::${host}`)).toBeUndefined()
    expect(await count('2001:db8:1:0::9')).toEqual(['rate_limited', 60])
    for (let network = 1; network < 19; network++)
      expect(await count(`2001:db8:1:${network.toString(16)}::1`)).toBeUndefined()
    expect(await count('2001:db8:1:ffff::1')).toEqual(['rate_limited', 60])
    expect(await count('2001:db8:2::1')).toBeUndefined()
    for (const address of ['203.0.113.1', '203.0.113.2'])
      expect(await count(address)).toBeUndefined()
  })

  it('with too many keys forgets the one that was counted longest ago, and refuses no newcomer', async () => {
    const limit = createRateLimit(2, 100)
    for (let key = 0; key < 100; key++)
      await limit.count(`known ${key}`)
    await limit.count('known 0')
    for (const newcomer of ['new 1', 'new 2'])
      expect(await refused(limit.count(newcomer))).toBeUndefined()
    expect(await refused(limit.count('known 0'))).toEqual(['rate_limited', 60])
    expect(await refused(limit.count('known 1'))).toBeUndefined()
    expect(await refused(limit.count('known 1'))).toBeUndefined()
  })
})
