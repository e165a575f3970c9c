import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WechatError } from '../../../server/wechat/api/errors'
import { CodeExchange } from '../../../server/wechat/oauth/code-exchange'
import type { WechatUser } from '../../../shared/wechat'
import { createSharedStorage, hung } from './processes'
import { useFakeClock } from './world'

beforeEach(useFakeClock)
afterEach(() => {
  vi.useRealTimers()
})

/** WeChat, where a code works once, and processes that come with codes. */
function createExchanges() {
  const shared = createSharedStorage()
  const asked: string[] = []
  const used = new Set<string>()
  let ms = 0

  async function fetchUser(code: string): Promise<WechatUser> {
    asked.push(code)
    if (used.has(code))
      throw new WechatError('oauth_code_invalid', 'Start again.', { errcode: 40163 })
    used.add(code)
    await new Promise(resolve => setTimeout(resolve, ms))
    return { openid: `of ${code}`, scope: 'snsapi_base' }
  }

  return {
    shared,
    asked,
    answerAfter: (milliseconds: number) => void (ms = milliseconds),
    join: (options: Partial<ConstructorParameters<typeof CodeExchange>[0]> = {}) => new CodeExchange({ fetchUser, keyPrefix: 'wx', observer: {}, storage: shared.join().storage, ...options }),
  }
}

async function settled<Value>(promise: Promise<Value>): Promise<Value> {
  const [value] = await Promise.all([promise, vi.advanceTimersByTimeAsync(5000)])
  return value
}

const codeInvalid = { code: 'oauth_code_invalid' }

describe('a code in one process', () => {
  it('is exchanged once by twenty equal callbacks, and by one that comes later', async () => {
    const { asked, join } = createExchanges()
    const exchange = join({ storage: undefined })
    const users = await settled(Promise.all(Array.from({ length: 20 }, () => exchange.run('s', 'c'))))
    users.push(await exchange.run('s', 'c'))
    expect(new Set(users.map(({ openid }) => openid))).toEqual(new Set(['of c']))
    expect(asked).toEqual(['c'])
  })

  it('that comes second with the same state is not exchanged: the user is that of the first', async () => {
    const { asked, join } = createExchanges()
    const exchange = join()
    const users = await settled(Promise.all([exchange.run('s', 'c'), exchange.run('s', 'other')]))
    expect(users.map(({ openid }) => openid)).toEqual(['of c', 'of c'])
    expect(asked).toEqual(['c'])
  })

  it('gives both loads of a callback the same failure, and may be tried again later', async () => {
    let asked = 0
    const { join } = createExchanges()
    const exchange = join({ fetchUser: async () => {
      asked += 1
      throw new WechatError('wechat_busy', 'Wait.')
    } })
    const results = await Promise.allSettled([exchange.run('s', 'c'), exchange.run('s', 'c')])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(exchange.run('s', 'c')).rejects.toMatchObject({ code: 'wechat_busy' })
    expect(asked).toBe(1)
    await vi.advanceTimersByTimeAsync(5000)
    await expect(exchange.run('s', 'c')).rejects.toMatchObject({ code: 'wechat_busy' })
    expect(asked).toBe(2)
  })

  it('is forgotten after a minute', async () => {
    const { asked, join } = createExchanges()
    const exchange = join({ storage: undefined })
    await settled(exchange.run('s', 'c'))
    await vi.advanceTimersByTimeAsync(60_000)
    await expect(exchange.run('s', 'c')).rejects.toMatchObject(codeInvalid)
    expect(asked).toEqual(['c', 'c'])
  })
})

describe('a code that comes to several processes', () => {
  it('gives all of them the user of the one whose exchange counted', async () => {
    const { answerAfter, join } = createExchanges()
    answerAfter(500)
    const processes = [join(), join()]
    const users = await settled(Promise.all([...processes, ...processes].map(exchange => exchange.run('s', 'c'))))
    expect(users.map(({ openid }) => openid)).toEqual(['of c', 'of c', 'of c', 'of c'])
  })

  it('is refused after two seconds where that one has no user yet', async () => {
    const { answerAfter, join } = createExchanges()
    answerAfter(4000)
    const [first, second] = [join(), join()]
    void first.run('s', 'c')
    const startedAt = performance.now()
    const refused = second.run('s', 'c').catch((error: WechatError) => ({ code: error.code, afterMs: performance.now() - startedAt }))
    expect(await settled(refused)).toEqual({ code: 'oauth_code_invalid', afterMs: 2000 })
  })

  it('is refused with another state', async () => {
    const { join } = createExchanges()
    await settled(join().run('s', 'c'))
    expect(await settled(join().run('other', 'c').catch(error => error))).toMatchObject(codeInvalid)
  })

  it('is refused a minute later, when the user is forgotten', async () => {
    const { join } = createExchanges()
    await settled(join().run('s', 'c'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await settled(join().run('s', 'c').catch(error => error))).toMatchObject(codeInvalid)
  })

  it('leaves neither state nor code in the storage', async () => {
    const { shared, join } = createExchanges()
    await settled(join().run('the-state', 'the-code'))
    expect(shared.values.size).toBe(1)
    expect([...shared.values.keys()].join()).not.toMatch(/the-state|the-code/)
  })

  it('is exchanged, and refused in time, where the storage hangs', async () => {
    const { join } = createExchanges()
    expect(await settled(join({ storage: hung.storage }).run('s', 'c'))).toEqual({ openid: 'of c', scope: 'snsapi_base' })
    const startedAt = performance.now()
    expect(await settled(join({ storage: hung.storage }).run('s', 'c').catch(() => performance.now() - startedAt))).toBeLessThanOrEqual(2300)
  })

  it.each(['text', 12, {}, { openid: 1, scope: 'x' }, [{ openid: 'x', scope: 'y' }]])('takes %j in the storage for no user', async (value) => {
    const { shared, join } = createExchanges()
    await settled(join().run('s', 'c'))
    shared.spoil(value)
    expect(await settled(join().run('s', 'c').catch(error => error))).toMatchObject(codeInvalid)
  })
})
