import { describe, expect, it } from 'vitest'
import { useSdkSite } from './sdk-site'

const site = useSdkSite()

const share = { title: '标题', desc: '说明', imgUrl: 'https://example.com/a.png' }

describe.each(['weixin-js-sdk', 'weixin-js-sdk-1.4'])('the real JS-SDK, %s, on the bridge', (sdk) => {
  describe.each(['ios', 'android', 'pc'] as const)('of %s', (platform) => {
    const path = `/page?sdk=${sdk}`

    it('is configured, and told when the signature is wrong', async () => {
      const { configure } = await site.open({ platform }, path)
      expect(await configure(`${site.origin}/elsewhere`, ['getLocation'])).toBe('config:invalid signature')
      const { configure: again } = await site.open({ platform }, path)
      expect(await again(site.origin + path, ['getLocation'])).toBe('ok')
    })

    it('shares by the new calls', async () => {
      const { call, client, configure } = await site.open({ platform }, path)
      await configure(site.origin + path, ['updateAppMessageShareData', 'updateTimelineShareData'])
      expect((await call('updateAppMessageShareData', { ...share, link: `${site.origin}/a` })).errMsg).toBe('updateAppMessageShareData:ok')
      expect((await call('updateTimelineShareData', { ...share, link: `${site.origin}/a` })).errMsg).toBe('updateTimelineShareData:ok')
      expect(await client.tapShare('chat')).toMatchObject({ link: `${site.origin}/a`, card: { ...share, via: 'data' } })
      expect(await client.tapShare('moments')).toMatchObject({ link: `${site.origin}/a`, card: { title: share.title, via: 'data' } })
    })

    it('shares by the old calls', async () => {
      const { client, configure, page } = await site.open({ platform }, path)
      await configure(site.origin + path, ['onMenuShareAppMessage', 'onMenuShareTimeline'])
      await page.evaluate((share) => {
        Reflect.get(globalThis, 'wx').onMenuShareAppMessage(share)
        Reflect.get(globalThis, 'wx').onMenuShareTimeline(share)
      }, { ...share, link: `${site.origin}/a` })
      expect(await client.tapShare('chat')).toMatchObject({ card: { ...share, via: 'listener' } })
      expect(await client.tapShare('moments')).toMatchObject({ card: { title: share.title, imgUrl: share.imgUrl, via: 'listener' } })
    })

    it('reads what the phone answers', async () => {
      const { call, configure } = await site.open({ platform }, path)
      await configure(site.origin + path, ['chooseImage', 'getLocation', 'scanQRCode', 'checkJsApi'])
      const { localIds } = await call('chooseImage', { count: 2 })
      expect(localIds).toHaveLength(2)
      expect(await call('getLocation', { type: 'wgs84' })).toMatchObject({ latitude: 23.0994, longitude: 113.3245 })
      expect(await call('scanQRCode', { needResult: 1 })).toMatchObject({ resultStr: 'https://example.com/scanned?from=wechat-simulator' })
      expect(await call('getNetworkType')).toMatchObject({ networkType: 'wifi' })
      expect(await call('checkJsApi', { jsApiList: ['getLocation', 'openTheDoor'] })).toMatchObject({ checkResult: { getLocation: true, openTheDoor: false } })
    })
  })
})

describe('a question to a user', () => {
  it('waits in a test until the test answers it', async () => {
    const { call, client, configure } = await site.open({ platform: 'android', asksUser: true })
    await configure(`${site.origin}/first?a=1`, ['scanQRCode'])
    const scanned = call('scanQRCode', { needResult: 1 })
    await client.answer({ code: 'a code' })
    expect(await scanned).toMatchObject({ resultStr: 'a code' })
    const cancelled = call('scanQRCode', { needResult: 1 })
    await client.answer()
    expect(await cancelled).toMatchObject({ errMsg: 'scanQRCode:cancel' })
  })
})
