import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FailedCall, WechatObserver } from '../../../server/wechat'
import { createSharedStorage } from './processes'
import { createWorld, useFakeClock } from './world'

const PAGE = 'https://m.example.com/'

beforeEach(useFakeClock)
afterEach(() => {
  vi.useRealTimers()
})

/** Keeps what it is told. */
function createRecorder() {
  const renewals: string[] = []
  const failures: FailedCall[] = []
  const waits: number[] = []
  const observer: WechatObserver = {
    renewed: credential => void renewals.push(credential),
    callFailed: call => void failures.push(call),
    waitedForLock: milliseconds => void waits.push(milliseconds),
  }
  return { renewals, failures, waits, observer }
}

describe('an observer', () => {
  it('is told each credential that WeChat gave, and none that the store gave', async () => {
    const { renewals, observer } = createRecorder()
    const { start, wechat } = createWorld({ observer })
    await wechat.signPage(PAGE)
    expect(renewals).toEqual(['access_token', 'jsapi_ticket'])
    await start().signPage(PAGE)
    expect(renewals).toHaveLength(2)
  })

  it('is told each failed call once, by endpoint, code and errcode', async () => {
    const { failures, observer } = createRecorder()
    const { simulator, wechat } = createWorld({ observer })
    simulator.fault('stable_token', { kind: 'errcode', errcode: 45009 })
    for (let page = 0; page < 10; page++)
      await expect(wechat.signPage(PAGE)).rejects.toThrow('wechat_quota_exceeded')
    expect(failures).toEqual([{ endpoint: '/cgi-bin/stable_token', code: 'wechat_quota_exceeded', errcode: 45009 }])
  })

  it('is told of a call whose failure no page sees: a token that another program ended', async () => {
    const { failures, renewals, observer } = createRecorder()
    const { simulator, wechat } = createWorld({ observer })
    simulator.fault('getticket', { kind: 'errcode', errcode: 40001 }, 1)
    await wechat.signPage(PAGE)
    expect(failures).toEqual([{ endpoint: '/cgi-bin/ticket/getticket', code: 'wechat_error', errcode: 40001 }])
    expect(renewals.at(-1)).toBe('jsapi_ticket')
  })

  it('is told of an answer without what was asked for', async () => {
    const { failures, observer } = createRecorder()
    const { wechat } = createWorld({ observer, fetch: async () => Response.json({ errcode: 0 }) })
    await expect(wechat.signPage(PAGE)).rejects.toThrow('wechat_bad_response')
    expect(failures).toEqual([{ endpoint: '/cgi-bin/stable_token', code: 'wechat_bad_response', errcode: undefined }])
  })

  it('is told of a failed sign-in, once for the same code', async () => {
    const { failures, observer } = createRecorder()
    const { wechat } = createWorld({ observer })
    for (let load = 0; load < 2; load++)
      await expect(wechat.signIn('state', 'no code of WeChat')).rejects.toThrow('oauth_code_invalid')
    expect(failures).toEqual([{ endpoint: '/sns/oauth2/access_token', code: 'oauth_code_invalid', errcode: 40029 }])
  })

  it('is told how long another process was waited for, without the call that followed', async () => {
    const { waits, observer } = createRecorder()
    const startedAt = performance.now()
    const { storage, lock } = createSharedStorage().join()
    const { simulator, wechat } = createWorld({ observer, storage, lock: { ...lock, acquire: async () => performance.now() >= startedAt + 1000 } })
    simulator.fault('all', { kind: 'delay', ms: 500 })
    const page = wechat.signPage(PAGE)
    await vi.advanceTimersByTimeAsync(3000)
    await page
    expect(waits).toEqual([1000])
  })

  it('hears of no wait where the lock was free', async () => {
    const { waits, observer } = createRecorder()
    const { wechat } = createWorld({ observer, ...createSharedStorage().join() })
    await wechat.signPage(PAGE)
    expect(waits).toEqual([])
  })
})
