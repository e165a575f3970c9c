import { describe, expect, it, vi } from 'vitest'
import { useWechatSdk, useWechatShare } from '#imports'
import { settle } from './bridge'
import { pass, useWebView } from './web-view'

const view = useWebView()
const { asked, inScope } = view

const OFFLINE = 'fail, the permission value is offline verifying'
const share = (title = 'A') => inScope(() => useWechatShare({ title }))

describe('while the client is verifying', () => {
  it('a page says configuring, until a later try is taken', async () => {
    view.answer({ updateAppMessageShareData: (_, times) => times < 3 ? OFFLINE : 'ok' })
    const { status } = share()
    await settle()
    expect(status.value).toBe('configuring')
    await pass(300)
    expect(status.value).toBe('configuring')
    await pass(1000)
    expect(status.value).toBe('set')
    expect(view.bridge.titles()).toHaveLength(3)
  })

  it('a page says failed, and why, when the tries are used up', async () => {
    view.answer({ updateAppMessageShareData: () => OFFLINE })
    const { status, error } = share()
    for (let wait = 0; wait < 10; wait++)
      await pass(60_000)
    expect(status.value).toBe('failed')
    expect(error.value?.message).toContain('offline verifying')
    expect(view.bridge.titles()).toHaveLength(4)
  })
})

describe('a client that denies what it granted', () => {
  it('is configured anew, and then takes the card', async () => {
    view.answer({ updateAppMessageShareData: (_, times) => times === 1 ? { err_msg: 'system:access_denied' } : 'ok' })
    const { status } = share()
    await settle()
    expect(status.value).toBe('set')
    expect(asked).toHaveLength(2)
  })

  it('for ever is not configured for ever', async () => {
    const denied = () => ({ err_msg: 'system:access_denied' })
    view.answer({ updateAppMessageShareData: denied, updateTimelineShareData: denied })
    const { status, error } = share()
    for (let wait = 0; wait < 10; wait++)
      await pass(60_000)
    expect(status.value).toBe('failed')
    expect(error.value).toMatchObject({ name: 'WechatSdkError', errMsg: expect.stringMatching(/ShareData:permission denied$/) })
    expect(view.bridge.configurations()).toHaveLength(2)
    expect(view.bridge.titles()).toHaveLength(2)
  })
})

describe('a client without the new calls', () => {
  it.each(['function_not_exist', 'fail_function not exist'])('that answers %s is given listeners, and the page says set', async (answer) => {
    view.answer({ updateAppMessageShareData: () => answer, updateTimelineShareData: () => answer })
    const { status } = share('old client')
    await settle()
    expect(status.value).toBe('set')
    view.bridge.listeners.get('menu:share:appmessage')?.({})
    expect(view.bridge.of('sendAppMessage')).toMatchObject([{ title: 'old client', link: `${location.origin}/` }])
  })

  it('that does not know preVerifyJSAPI either is taken as it is', async () => {
    view.answer({ preVerifyJSAPI: () => 'function_not_exist', updateAppMessageShareData: () => 'function_not_exist', updateTimelineShareData: () => 'function_not_exist' })
    const { status } = share()
    await settle()
    expect(status.value).toBe('set')
    expect([...view.bridge.listeners.keys()]).toEqual(['menu:share:appmessage', 'menu:share:timeline'])
  })

  it('has one listener for each share, with the card of now', async () => {
    view.answer({ updateAppMessageShareData: () => 'function_not_exist', updateTimelineShareData: () => 'function_not_exist' })
    share('before').scope.stop()
    share('now')
    await settle()
    view.bridge.listeners.get('menu:share:timeline')?.({})
    expect(view.bridge.of('shareTimeline').map(({ title }) => title)).toEqual(['now'])
  })
})

describe('a page says failed', () => {
  it('with config:timeout where the bridge never comes, all callers at once, and set once it is there for the next page', async () => {
    window.WeixinJSBridge = undefined
    const { status, error } = share()
    const sdk = inScope(() => useWechatSdk({ jsApiList: ['scanQRCode'] }))
    await settle()
    await pass(9_999)
    expect([status.value, sdk.status.value]).toEqual(['configuring', 'configuring'])
    await pass(1)
    expect([status.value, sdk.status.value]).toEqual(['failed', 'failed'])
    expect(error.value).toMatchObject({ errMsg: 'config:timeout' })
    expect(sdk.error.value).toMatchObject({ errMsg: 'config:timeout' })
    view.answer({})
    await view.navigate('/next')
    expect([status.value, sdk.status.value, error.value, sdk.error.value]).toEqual(['set', 'set', undefined, undefined])
  })

  it('where the client never answers the configuration', async () => {
    view.answer({ preVerifyJSAPI: () => 'never' })
    const { status, error } = share()
    await settle()
    await pass(9_999)
    expect(status.value).toBe('configuring')
    await pass(1)
    expect(status.value).toBe('failed')
    expect(error.value).toMatchObject({ errMsg: 'config:timeout' })
  })

  it('where the client never answers the card, and the next card is still handed over', async () => {
    view.answer({ updateTimelineShareData: (_, times) => times === 1 ? 'never' : 'ok' })
    const { status, error } = share()
    await settle()
    await pass(9_999)
    expect(status.value).toBe('configuring')
    await pass(1)
    expect(status.value).toBe('failed')
    expect(error.value).toMatchObject({ api: 'updateTimelineShareData', errMsg: 'updateTimelineShareData:timeout' })
    const next = share('B')
    await settle()
    expect(next.status.value).toBe('set')
    expect(view.bridge.titles()).toEqual(['A', 'B'])
  })

  it('with the server\'s code and what to do', async () => {
    view.refuse({ code: 'wechat_ip_not_allowed', hint: 'Add this server\'s IP in the console.' })
    const { status, error } = share()
    await settle()
    expect(status.value).toBe('failed')
    expect(error.value).toMatchObject({ api: 'config', errMsg: 'config:wechat_ip_not_allowed', message: 'config:wechat_ip_not_allowed. Add this server\'s IP in the console.' })
    expect(view.bridge.calls).toEqual([])
    expect(asked).toHaveLength(1)
  })

  it('where no URL mends the signature, having tried the current one and the landing one, each once', async () => {
    const [landing, current] = [`${location.origin}/`, `${location.origin}/next`]
    history.replaceState(null, '', '/next')
    view.answer({ preVerifyJSAPI: () => 'fail_invalid signature' })
    const { status, error } = share()
    for (let wait = 0; wait < 10; wait++)
      await pass(60_000)
    expect(status.value).toBe('failed')
    expect(error.value).toMatchObject({ errMsg: 'config:invalid signature' })
    expect(asked).toEqual([current, landing])
  })

  it('where both URLs are the same, after one try', async () => {
    view.answer({ preVerifyJSAPI: () => 'fail_invalid signature' })
    const { status } = share()
    await settle()
    expect(status.value).toBe('failed')
    expect(asked).toHaveLength(1)
  })

  it('also where the client\'s version makes the SDK lose wx.error', async () => {
    expect(navigator.userAgent).toContain('MicroMessenger/10.0.0')
    const onError = vi.fn()
    window.wx?.error(onError)
    view.answer({ preVerifyJSAPI: () => 'fail_invalid appid' })
    const { status, error } = share()
    await settle()
    expect(onError).not.toHaveBeenCalled()
    expect(status.value).toBe('failed')
    expect(error.value).toMatchObject({ errMsg: 'config:invalid appid' })
  })

  it('and recovers when the next configuration is taken', async () => {
    view.answer({ preVerifyJSAPI: (_, times) => times === 1 ? 'fail_system busy' : 'ok' })
    const { status, error } = share()
    await settle()
    expect(status.value).toBe('failed')
    await view.navigate('/next')
    expect([status.value, error.value]).toEqual(['set', undefined])
  })
})

it.each([
  ['says nothing', {}],
  ['says confirm', 'confirm'],
  ['says OK in capitals', 'OK'],
])('a client that %s has taken the configuration, as the SDK reads it', async (_, answer) => {
  view.answer({ preVerifyJSAPI: () => answer })
  const { status } = share()
  await settle()
  expect(status.value).toBe('set')
})
