import { describe, expect, it } from 'vitest'
import { useSdkSite } from './sdk-site'

const site = useSdkSite()

describe('the signature', () => {
  it('is checked on iOS against the first page of the web view, however often pushState changed it', async () => {
    const { configure, pushState, client } = await site.open({ platform: 'ios' })
    await pushState('/second')
    await pushState('/third?b=2')
    expect(await configure(`${site.origin}/first?a=1`, ['scanQRCode'])).toBe('ok')
    expect(await configure(`${site.origin}/third?b=2`, ['scanQRCode'])).toBe('ok')
    const { configurations, granted, landingUrl } = await client.state()
    expect(landingUrl).toBe(`${site.origin}/first?a=1`)
    expect(configurations.map(one => one.verdict)).toEqual(['ok', 'fail_invalid signature'])
    expect(configurations.map(one => one.checkedUrl)).toEqual([landingUrl, landingUrl])
    expect(granted).toEqual([])
  })

  it.each(['android', 'pc', 'devtools'] as const)('is checked on %s against the page as it is now', async (platform) => {
    const { configure, pushState, client } = await site.open({ platform })
    await pushState('/second#middle')
    expect(await configure(`${site.origin}/first?a=1`, ['scanQRCode'])).toBe('config:invalid signature')
    expect((await client.state()).configurations.at(-1)).toMatchObject({
      ok: false,
      checkedUrl: `${site.origin}/second`,
      explanation: { cause: 'landing-url' },
    })
    const again = await site.open({ platform })
    await again.pushState('/second#middle')
    expect(await again.configure(`${site.origin}/second`, ['scanQRCode'])).toBe('ok')
  })

  it('is refused for another AppID', async () => {
    const { configure } = await site.open({ platform: 'ios' })
    expect(await configure(`${site.origin}/first?a=1`, [], { appId: 'wx0000000000000000' })).toBe('config:invalid appid')
  })
})

describe('an API', () => {
  it('waits for a configuration, and is denied when it is not in the list', async () => {
    const { call, configure } = await site.open({ platform: 'android' })
    expect((await call('getLocation')).errMsg).toBe('getLocation:fail, the permission value is offline verifying')
    await configure(`${site.origin}/first?a=1`, ['getLocation'])
    expect((await call('scanQRCode')).errMsg).toBe('scanQRCode:permission denied')
    expect((await call('getLocation')).errMsg).toBe('getLocation:ok')
  })

  it('is denied on Android once the page has another URL, and not on iOS', async () => {
    const results: string[] = []
    for (const platform of ['android', 'ios'] as const) {
      const { call, configure, pushState } = await site.open({ platform })
      await configure(`${site.origin}/first?a=1`, ['getLocation'])
      await pushState('/second')
      results.push((await call('getLocation')).errMsg)
    }
    expect(results).toEqual(['getLocation:permission denied', 'getLocation:ok'])
  })

  it.each(['ios', 'android', 'pc'] as const)('of the phone answers on %s what the SDK can read', async (platform) => {
    const { call, configure } = await site.open({ platform })
    await configure(`${site.origin}/first?a=1`, ['chooseImage', 'getLocalImgData', 'previewImage', 'getLocation', 'openLocation', 'scanQRCode', 'checkJsApi', 'closeWindow'])
    const { localIds } = await call('chooseImage', { count: 2 })
    expect(localIds).toEqual(Array(2).fill(expect.stringMatching(platform === 'ios' ? /^wxlocalresource:\/\// : /^data:image\/jpeg;base64,/)))
    const { localData } = await call('getLocalImgData', { localId: (localIds as string[])[0] })
    expect(localData).toMatch(platform === 'ios' ? /^data:image\/jgp;base64,\/9j\// : /^\/9j\//)
    expect(await call('getLocation', { type: 'gcj02' })).toMatchObject({ errMsg: 'getLocation:ok', latitude: 23.0967, longitude: 113.3299, accuracy: 30 })
    expect(await call('scanQRCode', { needResult: 1 })).toMatchObject({ resultStr: 'https://example.com/scanned?from=wechat-simulator' })
    expect(await call('getNetworkType')).toMatchObject({ errMsg: 'getNetworkType:ok', networkType: 'wifi' })
    expect(await call('checkJsApi', { jsApiList: ['getLocation', 'openTheDoor'] })).toMatchObject({ checkResult: { getLocation: true, openTheDoor: false } })
    expect(await call('previewImage', { current: 'a', urls: ['a'] })).toMatchObject({ errMsg: 'previewImage:ok' })
    expect(await call('openLocation', { latitude: 1, longitude: 2 })).toMatchObject({ errMsg: 'openLocation:ok' })
  })
})

describe('share data', () => {
  const share = { title: '标题', desc: '说明', imgUrl: 'https://example.com/a.png' }
  const both = ['updateAppMessageShareData', 'updateTimelineShareData']

  it('is kept for a chat and for Moments, and shared by the menu', async () => {
    const { call, configure, client } = await site.open({ platform: 'ios' })
    await configure(`${site.origin}/first?a=1`, both)
    await call('updateAppMessageShareData', { ...share, link: `${site.origin}/first` })
    await call('updateTimelineShareData', { ...share, link: `${site.origin}/first` })
    const { chat, moments } = await client.cards()
    expect(chat).toEqual({ ...share, link: `${site.origin}/first`, pageUrl: `${site.origin}/first?a=1`, via: 'data' })
    expect(moments).toMatchObject({ title: '标题', imgUrl: share.imgUrl })
    expect(moments).not.toHaveProperty('desc')
    expect(await client.tapShare('chat')).toEqual({ to: 'chat', card: chat, link: `${site.origin}/first` })
  })

  it('with a link to another host is refused', async () => {
    const { call, configure, client } = await site.open({ platform: 'android' })
    await configure(`${site.origin}/first?a=1`, both)
    expect((await call('updateAppMessageShareData', { ...share, link: 'https://example.com/' })).errMsg)
      .toBe('updateAppMessageShareData:fail, link must be in js secure domain list')
    expect(await client.cards()).toEqual({})
  })

  it('of an old client comes from the page\'s listener when the user taps', async () => {
    const { call, configure, page, client } = await site.open({ platform: 'android', oldClient: true })
    await configure(`${site.origin}/first?a=1`, ['onMenuShareAppMessage', ...both])
    expect((await call('updateAppMessageShareData', share)).errMsg).toBe('updateAppMessageShareData:function not exist')
    await page.evaluate(share => Reflect.get(globalThis, 'wx').onMenuShareAppMessage(share), { ...share, link: `${site.origin}/shared` })
    expect(await client.tapShare('chat')).toMatchObject({ card: { ...share, link: `${site.origin}/shared`, via: 'listener' } })
    expect(await client.tapShare('moments')).toEqual({ to: 'moments', link: `${site.origin}/first?a=1` })
  })
})

describe('the bridge', () => {
  it('is there before the first script, as the platform that was chosen', async () => {
    const { page } = await site.open({ platform: 'ios' })
    expect(await page.evaluate(() => [Reflect.get(window, 'bridgeAtStart'), navigator.platform, /MicroMessenger/.test(navigator.userAgent)]))
      .toEqual(['object', 'iPhone', true])
  })

  it('keeps the SDK from reporting to Tencent', async () => {
    const { configure, page } = await site.open({ platform: 'ios' })
    const asked: string[] = []
    page.on('request', request => asked.push(request.url()))
    await configure(`${site.origin}/first?a=1`, [])
    expect(asked).toEqual([`${site.weChat.url}/client/verify`])
  })

  it('that comes late tells the page so', async () => {
    const { configure, page } = await site.open({ platform: 'ios', bridge: { lateBy: 300 } })
    expect(await page.evaluate(() => Reflect.get(window, 'bridgeAtStart'))).toBe('undefined')
    expect(await configure(`${site.origin}/first?a=1`, [])).toBe('ok')
  })

  it('that never comes leaves the page without one', async () => {
    const { page, client } = await site.open({ platform: 'android', bridge: 'never' })
    await client.whenIdle()
    expect(await page.evaluate(() => 'WeixinJSBridge' in window)).toBe(false)
  })
})
