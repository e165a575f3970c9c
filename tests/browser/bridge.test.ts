import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sign } from '../../modules/wechat-simulator/api/verify'
import { launchChromium, openWechat, type OpenWechatOptions } from '../../modules/wechat-simulator/playwright'
import { type StandaloneSimulator, startSimulator } from '../../modules/wechat-simulator/standalone'
import { readSdkScript } from './sdk-script'

/** What these pages call of the JS-SDK. */
interface Sdk {
  config(options: Record<string, unknown>): void
  ready(callback: () => void): void
  error(callback: (answer: { errMsg: string }) => void): void
}
type SdkAnswer = Record<string, unknown> & { errMsg: string }

let browser: Browser
let simulator: StandaloneSimulator
let site: Server
let origin: string
let ticket: string

beforeAll(async () => {
  browser = await launchChromium()
  simulator = await startSimulator()
  ticket = await fetchTicket()
  const sdk = await readSdkScript()
  site = createServer((req, res) => {
    const isSdk = req.url === '/sdk.js'
    res.setHeader('content-type', isSdk ? 'text/javascript' : 'text/html; charset=utf-8')
    res.end(isSdk ? sdk : '<!DOCTYPE html><title>页面</title><script>window.bridgeAtStart = typeof WeixinJSBridge</script><script src="/sdk.js"></script>')
  })
  await new Promise<void>(resolve => site.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
})

afterAll(async () => {
  await browser.close()
  await simulator.close()
  site.closeAllConnections()
  await new Promise(resolve => site.close(resolve))
})

async function fetchTicket(): Promise<string> {
  const { url, simulator: { appId, appSecret } } = simulator
  const body = JSON.stringify({ grant_type: 'client_credential', appid: appId, secret: appSecret })
  const { access_token } = await (await fetch(`${url}/cgi-bin/stable_token`, { method: 'POST', body })).json()
  return (await (await fetch(`${url}/cgi-bin/ticket/getticket?type=jsapi&access_token=${access_token}`)).json()).ticket
}

async function open(options: Omit<OpenWechatOptions, 'simulator'>, path = '/first?a=1#top') {
  const opened = await openWechat(browser, { simulator: simulator.url, ...options })
  const { page, wechat } = opened
  await page.goto(origin + path)

  return {
    ...opened,
    pushState: (to: string) => page.evaluate(path => history.pushState({}, '', path), to),
    /** `ok`, or the message of the SDK's error. */
    configure: (url: string, jsApiList: string[], changed = {}) => {
      const values = { ticket, nonceStr: 'n0nce', timestamp: '1790000000', url }
      const config = { appId: simulator.simulator.appId, timestamp: 1790000000, nonceStr: values.nonceStr, signature: sign(values), jsApiList, ...changed }
      return page.evaluate(config => new Promise<string>((resolve) => {
        const sdk: Sdk = Reflect.get(globalThis, 'wx')
        sdk.error(({ errMsg }) => resolve(errMsg))
        sdk.ready(() => resolve('ok'))
        sdk.config(config)
      }), config).finally(() => wechat.whenIdle())
    },
    call: (name: string, params = {}) => page.evaluate(({ name, params }) => new Promise<SdkAnswer>((resolve) => {
      Reflect.get(globalThis, 'wx')[name]({ ...params, complete: resolve })
    }), { name, params }),
  }
}

describe('the signature', () => {
  it('is checked on iOS against the first page of the web view, however often pushState changed it', async () => {
    const { configure, context, pushState, wechat } = await open({ platform: 'ios' })
    await pushState('/second')
    await pushState('/third?b=2')
    expect(await configure(`${origin}/first?a=1`, ['scanQRCode'])).toBe('ok')
    expect(await configure(`${origin}/third?b=2`, ['scanQRCode'])).toBe('ok')
    const { configurations, granted, landingUrl } = await wechat.state()
    expect(landingUrl).toBe(`${origin}/first?a=1`)
    expect(configurations.map(one => one.verdict)).toEqual(['ok', 'fail_invalid signature'])
    expect(configurations.map(one => one.checkedUrl)).toEqual([landingUrl, landingUrl])
    expect(granted).toEqual([])
    await context.close()
  })

  it.each(['android', 'pc', 'devtools'] as const)('is checked on %s against the page as it is now', async (platform) => {
    const { configure, context, pushState, wechat } = await open({ platform })
    await pushState('/second#middle')
    expect(await configure(`${origin}/first?a=1`, [])).toBe('config:invalid signature')
    expect((await wechat.state()).configurations.at(-1)).toMatchObject({
      ok: false,
      checkedUrl: `${origin}/second`,
      explanation: { cause: 'landing-url' },
    })
    await context.close()
    const again = await open({ platform })
    await again.pushState('/second#middle')
    expect(await again.configure(`${origin}/second`, [])).toBe('ok')
    await again.context.close()
  })

  it('is refused for another AppID', async () => {
    const { configure, context } = await open({ platform: 'ios' })
    expect(await configure(`${origin}/first?a=1`, [], { appId: 'wx0000000000000000' })).toBe('config:invalid appid')
    await context.close()
  })
})

describe('an API', () => {
  it('waits for a configuration, and is denied when it is not in the list', async () => {
    const { call, configure, context } = await open({ platform: 'android' })
    expect((await call('getLocation')).errMsg).toBe('getLocation:fail, the permission value is offline verifying')
    await configure(`${origin}/first?a=1`, ['getLocation'])
    expect((await call('scanQRCode')).errMsg).toBe('scanQRCode:permission denied')
    expect((await call('getLocation')).errMsg).toBe('getLocation:ok')
    await context.close()
  })

  it('is denied on Android once the page has another URL, and not on iOS', async () => {
    const results: string[] = []
    for (const platform of ['android', 'ios'] as const) {
      const { call, configure, context, pushState } = await open({ platform })
      await configure(`${origin}/first?a=1`, ['getLocation'])
      await pushState('/second')
      results.push((await call('getLocation')).errMsg)
      await context.close()
    }
    expect(results).toEqual(['getLocation:permission denied', 'getLocation:ok'])
  })

  it.each(['ios', 'android', 'pc'] as const)('of the phone answers on %s what the SDK can read', async (platform) => {
    const { call, configure, context } = await open({ platform })
    await configure(`${origin}/first?a=1`, ['chooseImage', 'getLocalImgData', 'previewImage', 'getLocation', 'openLocation', 'scanQRCode', 'checkJsApi', 'closeWindow'])
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
    await context.close()
  })
})

describe('share data', () => {
  const share = { title: '标题', desc: '说明', imgUrl: 'https://example.com/a.png' }
  const both = ['updateAppMessageShareData', 'updateTimelineShareData']

  it('is kept for a chat and for Moments, and shared by the menu', async () => {
    const { call, configure, context, wechat } = await open({ platform: 'ios' })
    await configure(`${origin}/first?a=1`, both)
    await call('updateAppMessageShareData', { ...share, link: `${origin}/first` })
    await call('updateTimelineShareData', { ...share, link: `${origin}/first` })
    const { chat, moments } = await wechat.cards()
    expect(chat).toEqual({ ...share, link: `${origin}/first`, pageUrl: `${origin}/first?a=1`, via: 'data' })
    expect(moments).toMatchObject({ title: '标题', imgUrl: share.imgUrl })
    expect(moments).not.toHaveProperty('desc')
    expect(await wechat.tapShare('chat')).toEqual({ to: 'chat', card: chat, link: `${origin}/first` })
    await context.close()
  })

  it('with a link to another host is refused', async () => {
    const { call, configure, context, wechat } = await open({ platform: 'android' })
    await configure(`${origin}/first?a=1`, both)
    expect((await call('updateAppMessageShareData', { ...share, link: 'https://example.com/' })).errMsg)
      .toBe('updateAppMessageShareData:fail, link must be in js secure domain list')
    expect(await wechat.cards()).toEqual({})
    await context.close()
  })

  it('of an old client comes from the page\'s listener when the person taps', async () => {
    const { call, configure, context, page, wechat } = await open({ platform: 'android', oldClient: true })
    await configure(`${origin}/first?a=1`, ['onMenuShareAppMessage', ...both])
    expect((await call('updateAppMessageShareData', share)).errMsg).toBe('updateAppMessageShareData:function not exist')
    await page.evaluate(share => Reflect.get(globalThis, 'wx').onMenuShareAppMessage(share), { ...share, link: `${origin}/shared` })
    expect(await wechat.tapShare('chat')).toMatchObject({ card: { ...share, link: `${origin}/shared`, via: 'listener' } })
    expect(await wechat.tapShare('moments')).toEqual({ to: 'moments', link: `${origin}/first?a=1` })
    await context.close()
  })
})

describe('the bridge', () => {
  it('is there before the first script, as the platform that was chosen', async () => {
    const { context, page } = await open({ platform: 'ios' })
    expect(await page.evaluate(() => [Reflect.get(window, 'bridgeAtStart'), navigator.platform, /MicroMessenger/.test(navigator.userAgent)]))
      .toEqual(['object', 'iPhone', true])
    await context.close()
  })

  it('keeps the SDK from reporting to Tencent', async () => {
    const { configure, context, page } = await open({ platform: 'ios' })
    const asked: string[] = []
    page.on('request', request => asked.push(request.url()))
    await configure(`${origin}/first?a=1`, [])
    expect(asked).toEqual([`${simulator.url}/client/verify`])
    await context.close()
  })

  it('that comes late tells the page so', async () => {
    const { configure, context, page } = await open({ platform: 'ios', bridge: { lateBy: 300 } })
    expect(await page.evaluate(() => Reflect.get(window, 'bridgeAtStart'))).toBe('undefined')
    expect(await configure(`${origin}/first?a=1`, [])).toBe('ok')
    await context.close()
  })

  it('that never comes leaves the page without one', async () => {
    const { context, page, wechat } = await open({ platform: 'android', bridge: 'never' })
    await wechat.whenIdle()
    expect(await page.evaluate(() => 'WeixinJSBridge' in window)).toBe(false)
    await context.close()
  })
})
