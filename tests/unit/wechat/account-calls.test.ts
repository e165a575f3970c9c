import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSharedStorage } from './processes'
import { createWorld, simulatorFetch, useFakeClock } from './world'

beforeEach(useFakeClock)
afterEach(() => {
  vi.useRealTimers()
})

/** A world in which WeChat also answers other calls, to those that come with the token it gave last. */
function createAccount(answers: Record<string, (query: URLSearchParams, body: string) => object>) {
  const calls: { path: string, token: string | null }[] = []
  let isRefusing = false
  const revoked = new Set<unknown>()
  const world = createWorld({
    fetch: async (input, init) => {
      const { pathname, searchParams } = new URL(String(input))
      const answer = answers[pathname]
      if (!answer)
        return simulatorFetch(world.simulator)(input, init)
      calls.push({ path: pathname, token: searchParams.get('access_token') })
      const isValid = !revoked.has(searchParams.get('access_token')) && !isRefusing
      return Response.json(isValid ? answer(searchParams, String(init?.body ?? '')) : { errcode: 40001, errmsg: 'invalid credential canary' })
    },
  })
  return {
    ...world,
    calls,
    /** Ends the token, as another program does that renews it. */
    revoke() {
      for (const { answer } of world.simulator.calls)
        revoked.add(answer && 'access_token' in answer ? answer.access_token : undefined)
      world.simulator.revokeAccessToken()
    },
    refuse() {
      isRefusing = true
    },
  }
}

const userInfo = { '/cgi-bin/user/info': (query: URLSearchParams) => ({ subscribe: query.get('openid') === 'oFollower' ? 1 : 0, lang: query.get('lang') }) }

describe('a call with the account\'s token', () => {
  it('gives what WeChat answers, and asks for no token while one is valid', async () => {
    const { wechat, calls, simulator } = createAccount(userInfo)
    await wechat.warm()
    const asked = simulator.count()
    expect(await wechat.call('/cgi-bin/user/info', { query: { openid: 'o1', lang: 'zh_CN' } })).toEqual({ subscribe: 0, lang: 'zh_CN' })
    expect(simulator.count()).toBe(asked)
    expect(calls).toEqual([{ path: '/cgi-bin/user/info', token: await wechat.accessToken() }])
  })

  it('is a POST of JSON where it has a body', async () => {
    const { wechat } = createAccount({ '/cgi-bin/message/subscribe/bizsend': (_, body) => ({ errcode: 0, got: JSON.parse(body) }) })
    expect(await wechat.call('/cgi-bin/message/subscribe/bizsend', { body: { touser: 'o1', miniprogram: { page: 'a' } } })).toMatchObject({ got: { touser: 'o1', miniprogram: { page: 'a' } } })
  })

  it('renews a token that WeChat refuses, once for a hundred calls, and repeats each once', async () => {
    const { wechat, simulator, calls, revoke } = createAccount(userInfo)
    await wechat.warm()
    const before = simulator.count('stable_token')
    revoke()
    const answers = await Promise.all(Array.from({ length: 100 }, () => wechat.call<{ subscribe: number }>('/cgi-bin/user/info', { query: { openid: 'oFollower' } })))
    expect(answers.every(({ subscribe }) => subscribe === 1)).toBe(true)
    expect(simulator.count('stable_token') - before).toBeLessThanOrEqual(2)
    expect(calls).toHaveLength(200)
  })

  it('renews a refused token for the other processes too', async () => {
    const { start, simulator, revoke } = createAccount(userInfo)
    const shared = createSharedStorage()
    const [one, two] = [start(shared.join()), start(shared.join())]
    await one.warm()
    await two.warm()
    await vi.advanceTimersByTimeAsync(10_000)
    revoke()
    await one.call('/cgi-bin/user/info', { query: { openid: 'o1' } })
    const asked = simulator.count('stable_token')
    await vi.advanceTimersByTimeAsync(3000)
    await two.call('/cgi-bin/user/info', { query: { openid: 'o1' } })
    expect(simulator.count('stable_token')).toBe(asked)
  })

  it('ends with WeChat\'s refusal where each token is refused, after two calls', async () => {
    const account = createAccount(userInfo)
    await account.wechat.warm()
    account.refuse()
    const error: unknown = await account.wechat.call('/cgi-bin/user/info').catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'WechatError', code: 'wechat_error', details: { errcode: 40001, endpoint: '/cgi-bin/user/info' } })
    expect(account.calls.length).toBeLessThanOrEqual(2)
    expect(JSON.stringify(error)).not.toContain('canary')
  })

  it('gets a token again where it ended before the ticket', async () => {
    const { wechat, calls } = createAccount(userInfo)
    await wechat.warm()
    await vi.advanceTimersByTimeAsync(3 * 3600_000)
    await wechat.call('/cgi-bin/user/info')
    expect(calls).toHaveLength(1)
  })

  it.each([
    'https://evil.example/cgi-bin/user/info', '//evil.example/a', '/../a', '/cgi-bin/./a', '/cgi-bin/user/info?openid=1', '/cgi-bin/user/info#a', '/cgi-bin\\user', '@evil.example/a', 'cgi-bin/user/info', '', '/', '/a/', '/a%2f..%2fb', '/a b', '/a\n',
  ])('takes no path %j: the token goes to WeChat\'s API alone', async (path) => {
    const { wechat, simulator } = createAccount(userInfo)
    await expect(wechat.call(path)).rejects.toThrow('path of WeChat\'s API')
    expect(simulator.count()).toBe(0)
  })

  it('takes no token of the caller', async () => {
    const { wechat } = createAccount(userInfo)
    await expect(wechat.call('/cgi-bin/user/info', { query: { access_token: 'another' } })).rejects.toThrow('adds the access_token')
  })
})

describe('whether a user follows the account', () => {
  it('is asked once a minute for each, however many pages ask', async () => {
    const { wechat, calls } = createAccount(userInfo)
    await wechat.warm()
    const ask = () => Promise.all([wechat.isFollower('oFollower'), wechat.isFollower('oFollower'), wechat.isFollower('oOther')])
    expect(await ask()).toEqual([true, true, false])
    await vi.advanceTimersByTimeAsync(59_000)
    expect(await ask()).toEqual([true, true, false])
    expect(calls).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1000)
    await ask()
    expect(calls).toHaveLength(4)
  })

  it('is asked again at once after a failure', async () => {
    let isUnauthorized = true
    const { wechat } = createAccount({ '/cgi-bin/user/info': () => isUnauthorized ? { errcode: 48001 } : { subscribe: 1 } })
    await expect(wechat.isFollower('o1')).rejects.toMatchObject({ code: 'wechat_unauthorized' })
    isUnauthorized = false
    expect(await wechat.isFollower('o1')).toBe(true)
  })
})
