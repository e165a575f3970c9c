import { describe, expect, expectTypeOf, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { useWechatSdk, useWechatShare } from '#imports'
import type { WechatApi } from '../../utils/wechat/bridge/api'
import { WechatSdkError } from '../../utils/wechat/error'
import { settle } from './bridge'
import { pass, useWebView } from './web-view'

const view = useWebView()
const { asked, mount, inScope } = view

/** A page's `call`. */
const call: ReturnType<typeof useWechatSdk>['call'] = (api, ...params) => inScope(() => useWechatSdk({ jsApiList: [] })).call(api, ...params)

const failure = (promise: Promise<unknown>) => promise.then(() => undefined, (error: unknown) => error)

describe('useWechatSdk', () => {
  it('is unsupported until the component is mounted, then configuring, then set', async () => {
    const seen: string[] = []
    await mount(defineComponent(() => {
      const { status, isSupported } = useWechatSdk({ jsApiList: ['scanQRCode'] })
      return () => {
        seen.push(`${isSupported.value} ${status.value}`)
        return h('div')
      }
    }))
    await settle()
    expect(seen).toEqual(['false unsupported', 'true configuring', 'true set'])
  })

  it('of several on a page, and the card beside them, asks for one configuration with all of their APIs and tags', async () => {
    inScope(() => {
      useWechatShare({ title: 'A' }, { openTagList: ['wx-open-audio'] })
      useWechatSdk({ jsApiList: ['chooseImage'] })
      return useWechatSdk({ jsApiList: ['getLocation'], openTagList: ['wx-open-launch-weapp'] })
    })
    await settle()
    expect(view.bridge.configurations()).toHaveLength(1)
    expect(view.bridge.configurations()[0]).toMatchObject({
      verifyJsApiList: expect.arrayContaining(['updateAppMessageShareData', 'menu:share:timeline', 'chooseImage', 'geoLocation']),
      verifyOpenTagList: expect.arrayContaining(['wx-open-audio', 'wx-open-launch-weapp']),
    })
    expect(view.bridge.mostOpen()).toBe(1)
    expect(asked).toHaveLength(1)
  })

  it('is configured for each URL while its page is there, and no more when it has gone', async () => {
    const { status, scope } = inScope(() => useWechatSdk({ jsApiList: ['scanQRCode'] }))
    await settle()
    await view.navigate('/next')
    expect(status.value).toBe('set')
    scope.stop()
    await view.navigate('/after')
    expect(asked.map(url => new URL(url).pathname)).toEqual(['/', '/next'])
    expect(view.bridge.configurations()).toHaveLength(2)
  })

  it('says why the configuration failed', async () => {
    view.refuse({ code: 'wechat_not_configured', hint: 'Set NUXT_WECHAT_APP_ID.' })
    const { status, error, call } = inScope(() => useWechatSdk({ jsApiList: ['scanQRCode'] }))
    await settle()
    expect(status.value).toBe('failed')
    expect(error.value?.message).toBe('config:wechat_not_configured. Set NUXT_WECHAT_APP_ID.')
    expect(await failure(call('scanQRCode', { needResult: 1, scanType: ['qrCode'] }))).toMatchObject({ api: 'config', errMsg: 'config:wechat_not_configured' })
  })
})

describe('a call', () => {
  it('gives what WeChat answers', async () => {
    view.answer({
      getNetworkType: () => 'wifi',
      geoLocation: () => ({ err_msg: 'geoLocation:ok', latitude: 23.1, longitude: 113.3 }),
    })
    expect(await call('getNetworkType')).toMatchObject({ networkType: 'wifi' })
    expect(await call('getLocation', { type: 'gcj02' })).toMatchObject({ latitude: 23.1, longitude: 113.3 })
    expect(view.bridge.of('geoLocation')[0]).toMatchObject({ type: 'gcj02' })
  })

  it('asks for an API that no list has named', async () => {
    await call('closeWindow')
    expect(view.bridge.configurations()[0]?.verifyJsApiList).toContain('closeWindow')
    expect(view.bridge.of('closeWindow')).toHaveLength(1)
  })

  it.each([
    ['fail_no permission', 'chooseImage:no permission', false],
    ['fail', 'chooseImage:fail', false],
    ['cancel', 'chooseImage:cancel', true],
    ['fail_cancel', 'chooseImage:cancel', true],
  ])('answered with %s rejects with %s, cancelled: %s', async (answer, errMsg, cancelled) => {
    view.answer({ chooseImage: () => answer })
    const error = await failure(call('chooseImage'))
    expect(error).toBeInstanceOf(WechatSdkError)
    expect(error).toMatchObject({ api: 'chooseImage', errMsg, cancelled })
  })

  it('of something that the SDK does not have rejects', async () => {
    // @ts-expect-error the SDK has no such function; a page in JavaScript may ask for it all the same
    expect(await failure(call('openTheDoor'))).toMatchObject({ errMsg: 'openTheDoor:function not exist' })
  })

  it('without an answer rejects in time: ten seconds for what is read, ten minutes for what the user does', async () => {
    view.answer({ getNetworkType: () => 'never', chooseImage: () => 'never' })
    const errors: unknown[] = []
    for (const api of ['getNetworkType', 'chooseImage'] as const)
      void failure(call(api)).then(error => errors.push(error))
    await settle()
    await pass(9_999)
    expect(errors).toEqual([])
    await pass(1)
    expect(errors).toMatchObject([{ errMsg: 'getNetworkType:timeout' }])
    await pass(590_000)
    expect(errors.at(-1)).toMatchObject({ api: 'chooseImage', errMsg: 'chooseImage:timeout', cancelled: false })
  })

  it('answered after its time changes nothing', async () => {
    let answer: (words: string) => void = () => {}
    view.answer({ getNetworkType: () => new Promise<string>(resolve => answer = resolve) })
    const rejected = failure(call('getNetworkType'))
    await settle()
    await pass(10_000)
    answer('wifi')
    await settle()
    expect(await rejected).toMatchObject({ errMsg: 'getNetworkType:timeout' })
  })

  it('is typed by the API\'s name', () => {
    expectTypeOf(() => call('chooseImage', { count: 1 })).returns.resolves.toHaveProperty('localIds').toEqualTypeOf<string[]>()
    expectTypeOf(() => call('getNetworkType')).returns.resolves.toHaveProperty('networkType')
    expectTypeOf(() => call('closeWindow')).returns.resolves.toHaveProperty('errMsg').toBeString()
    expectTypeOf<Extract<WechatApi, 'startRecord' | 'hideOptionMenu' | 'ready' | 'invoke' | 'addCard' | 'onVoicePlayEnd'>>().toEqualTypeOf<'startRecord' | 'hideOptionMenu'>()
    // What the documents call optional is optional.
    void (() => [call('getLocation'), call('scanQRCode'), call('previewImage', { urls: [] }), call('uploadImage', { localId: '' }), call('openLocation', { latitude: 0, longitude: 0 })])
    expectTypeOf(() => call('getLocation', { type: 'gcj02' })).returns.resolves.toHaveProperty('latitude').toBeNumber()
    // @ts-expect-error what is there to be seen is not
    void (() => call('previewImage'))
    // @ts-expect-error nor is the place
    void (() => call('openLocation', { name: 'Here' }))
    // @ts-expect-error a payment's signature and the rest are required
    void (() => call('chooseWXPay', { timestamp: 1 }))
    // @ts-expect-error and so are the parameters as a whole
    void (() => call('chooseWXPay'))
    // @ts-expect-error a count is a number
    void (() => call('chooseImage', { count: 'one' }))
    // @ts-expect-error the callbacks are call's own
    void (() => call('chooseImage', { success() {} }))
    // @ts-expect-error a listener has no answer to wait for
    void (() => call('onMenuShareTimeline', {}))
    // @ts-expect-error nor has the SDK such a function
    void (() => call('openTheDoor'))
  })
})
