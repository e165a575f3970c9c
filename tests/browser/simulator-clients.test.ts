import { describe, expect, it } from 'vitest'
import { hosts, platforms } from '../../simulator/bridge/client/platforms'
import { useSdkSite } from './sdk-site'

const site = useSdkSite()
const PATH = '/first?a=1'
const share = { title: '标题', desc: '说明', imgUrl: 'https://example.com/a.png' }

describe.each(hosts)('a page in %s', (host) => {
  it.each(platforms)('on %s is known by its user agent', async (platform) => {
    const { page, client } = await site.open({ platform, host })
    const userAgent = await page.evaluate(() => navigator.userAgent)
    expect(userAgent).toMatch(/MicroMessenger\//)
    expect([/wxwork/.test(userAgent), /miniProgram/.test(userAgent), /OpenHarmony/.test(userAgent)]).toEqual([host === 'wecom', host === 'miniprogram', platform === 'harmony'])
    expect(await page.evaluate(() => Reflect.get(window, '__wxjs_environment'))).toBe(host === 'miniprogram' ? 'miniprogram' : undefined)
    expect(await client.state()).toMatchObject({ platform, host })
  })
})

describe('WeCom', () => {
  it.each(platforms)('on %s takes no signature of an official account, and says why', async (platform) => {
    const { configure, client, page, pushState, invoke } = await site.open({ platform, host: 'wecom' })
    await pushState('/second')
    await configure(`${site.origin}/second`, ['onMenuShareAppMessage'])
    const { configurations: [configuration] } = await client.state()
    // The current page's URL, on iOS too.
    expect(configuration).toMatchObject({ ok: false, verdict: 'fail_invalid appid', checkedUrl: `${site.origin}/second`, explanation: { cause: 'corporation' } })
    expect(await invoke('updateAppMessageShareData', share)).toMatchObject({ err_msg: 'system:function_not_exist' })
    await page.evaluate(share => Reflect.get(globalThis, 'wx').onMenuShareAppMessage(share), share)
    expect((await client.tapShare('chat')).card).toBeUndefined()
  })
})

describe('a mini program\'s web view', () => {
  it.each(platforms)('on %s sets no share card and takes no payment, and answers what else it is asked', async (platform) => {
    const { call, client, configure, invoke, page } = await site.open({ platform, host: 'miniprogram' })
    await configure(site.origin + PATH, ['updateAppMessageShareData', 'onMenuShareAppMessage', 'getLocation'])
    expect((await client.state()).configurations.at(-1)?.ok).toBe(true)
    for (const name of ['updateAppMessageShareData', 'updateTimelineShareData', 'sendAppMessage', 'shareQQ', 'getBrandWCPayRequest'])
      expect(await invoke(name, share)).toMatchObject({ err_msg: 'system:function_not_exist' })
    await page.evaluate(share => Reflect.get(globalThis, 'wx').onMenuShareAppMessage(share), share)
    expect((await client.tapShare('chat')).card).toBeUndefined()
    expect(await call('getLocation')).toMatchObject({ errMsg: 'getLocation:ok' })
    expect((await call('checkJsApi', { jsApiList: ['onMenuShareAppMessage', 'getLocation'] })).errMsg).toBe('checkJsApi:permission denied')
  })

  it('is moved by wx.miniProgram without a configuration, and keeps its messages', async () => {
    const { client, page } = await site.open({ platform: 'ios', host: 'miniprogram' })
    const answers = await page.evaluate(async () => {
      const { miniProgram } = Reflect.get(globalThis, 'wx')
      const ask = (name: string, params: object) => new Promise<{ errMsg: string }>(complete => miniProgram[name]({ ...params, complete }))
      const said = []
      for (const name of ['navigateTo', 'redirectTo', 'switchTab', 'reLaunch', 'navigateBack'])
        said.push((await ask(name, { url: '/pages/index' })).errMsg)
      said.push((await ask('postMessage', { data: { title: '标题' } })).errMsg)
      return { said, env: await new Promise(resolve => miniProgram.getEnv(resolve)) }
    })
    expect(answers).toEqual({ said: Array.from({ length: 6 }, () => 'invokeMiniProgramAPI:ok'), env: { miniprogram: true } })
    const { miniProgramMessages, viewing } = await client.state()
    expect(miniProgramMessages).toEqual([{ title: '标题' }])
    expect(viewing).toMatchObject({ kind: 'mini-program', move: 'navigateBack' })
    expect((await client.tapShare('chat')).card).toBeUndefined()
    const message = { type: 'nuxt-wechat:share', card: { title: '标题', link: `${site.origin}/a` } }
    await page.evaluate(data => Reflect.get(globalThis, 'wx').miniProgram.postMessage({ data }), message)
    await expect.poll(async () => (await client.tapShare('chat')).card).toMatchObject({ ...message.card, via: 'mini-program' })
    expect((await client.tapShare('moments')).card).toBeUndefined()
  })

  it('is told no sooner than the bridge is there that it is one', async () => {
    const { page } = await site.open({ platform: 'android', host: 'miniprogram', bridge: 'never' })
    expect(await page.evaluate(() => '__wxjs_environment' in window)).toBe(false)
  })
})

describe('a list of no API', () => {
  it.each(platforms)('on %s', async (platform) => {
    const { configure, client } = await site.open({ platform })
    await configure(site.origin + PATH, [], { openTagList: ['wx-open-launch-weapp'] })
    const { configurations: [configuration] } = await client.state()
    expect(configuration?.verdict).toBe(platform === 'android' ? 'fail_checkJsApi:param is empty' : 'ok')
  })
})

describe('HarmonyOS', () => {
  it('answers lists as text, which the JS-SDK does not open there; or as objects', async () => {
    const seen = []
    for (const nestsAsText of [undefined, false]) {
      const { call, configure } = await site.open({ platform: 'harmony', nestsAsText })
      await configure(site.origin + PATH, ['chooseImage'])
      seen.push(typeof (await call('chooseImage', { count: 1 })).localIds)
    }
    expect(seen).toEqual(['string', 'object'])
  })

  it('checks the page as it is now', async () => {
    const { configure, client, pushState } = await site.open({ platform: 'harmony' })
    await pushState('/second')
    await configure(`${site.origin}/second`, ['getLocation'])
    expect((await client.state()).configurations.at(-1)).toMatchObject({ ok: true, checkedUrl: `${site.origin}/second` })
  })
})

describe('where reports contradict each other', () => {
  it.each([
    ['ios', 'current', [false, true]],
    ['android', 'landing', [true, false]],
    ['ios', 'either', [true, true]],
    ['android', 'either', [true, true]],
  ] as const)('%s checks the %s URL', async (platform, signedUrl, taken) => {
    const seen = []
    for (const signed of ['/first?a=1', '/second']) {
      const { call, configure, pushState } = await site.open({ platform, signedUrl })
      await pushState('/second')
      await configure(site.origin + signed, ['getLocation'])
      seen.push((await call('getLocation')).errMsg === 'getLocation:ok')
    }
    expect(seen).toEqual(taken)
  })

  it.each([true, false])('a page that comes back from the cache is forgotten: %s', async (forgetsOnReturn) => {
    const { call, client, configure, page } = await site.open({ platform: 'ios', forgetsOnReturn })
    await configure(site.origin + PATH, ['getLocation', 'updateAppMessageShareData'])
    await call('updateAppMessageShareData', { ...share, link: site.origin })
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
    expect((await call('getLocation')).errMsg === 'getLocation:ok').toBe(!forgetsOnReturn)
    expect((await client.tapShare('chat')).card === undefined).toBe(forgetsOnReturn)
  })
})

describe('what the bridge does without any wx.config', () => {
  const order = { timeStamp: '1', nonceStr: 'n', package: 'prepay_id=1', signType: 'RSA', paySign: 's' }

  it.each(['ios', 'android', 'harmony', 'pc'] as const)('pays, hides the menu and closes the page on %s', async (platform) => {
    const { client, invoke } = await site.open({ platform })
    expect(await invoke('getBrandWCPayRequest', order)).toMatchObject({ err_msg: 'get_brand_wcpay_request:ok' })
    expect(await invoke('hideOptionMenu')).toMatchObject({ err_msg: 'hideOptionMenu:ok' })
    expect(await invoke('closeWindow')).toMatchObject({ err_msg: 'close_window:ok' })
    expect(await client.state()).toMatchObject({ closed: true, configurations: [] })
    expect(await invoke('hideMenuItems', { menuList: [] })).toMatchObject({ err_msg: 'hideMenuItems:fail, the permission value is offline verifying' })
  })
})
