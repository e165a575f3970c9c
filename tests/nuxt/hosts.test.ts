import { beforeAll, describe, expect, it, vi } from 'vitest'
import { callWechatApi } from '../../utils/wechat/bridge/call'
import { WechatBridgeClient, type WechatBridgeClientOptions } from '../../utils/wechat/bridge/bridge-client'
import { createSdkLoader } from '../../utils/wechat/bridge/sdk'
import { setShareCard } from '../../utils/wechat/share/share-card'
import { ShareStack } from '../../utils/wechat/share/share-stack'
import { installBridge, settle, sign } from './bridge'

const SITE = 'https://m.example.com'
const CARD = { title: 'T', desc: 'D', link: `${SITE}/`, imgUrl: `${SITE}/i.png` }
const loadSdk = createSdkLoader([])

/** A client whose page moves through these paths. */
function connect(options: Partial<WechatBridgeClientOptions>) {
  const page = { path: '/landing' }
  const client = new WechatBridgeClient({
    platform: 'android',
    landingUrl: `${SITE}/landing`,
    currentUrl: () => SITE + page.path,
    loadSdk,
    fetchConfig: async url => sign(url),
    ...options,
  })
  return { page, client, share: () => setShareCard(client, () => CARD, [], () => false) }
}

describe('in WeCom', () => {
  it('on iOS each of three pages has its card, on a signature for its own address', async () => {
    const bridge = installBridge()
    const { page, share } = connect({ platform: 'ios', host: 'wecom' })
    for (const path of ['/a', '/b', '/c']) {
      page.path = path
      await share()
    }
    expect(bridge.configurations().map(({ verifyNonceStr }) => verifyNonceStr)).toEqual([`${SITE}/a`, `${SITE}/b`, `${SITE}/c`])
  })

  it('the card waits for all three entries of the menu: a chat, Moments, and WeChat', async () => {
    const bridge = installBridge()
    await connect({ platform: 'android', host: 'wecom' }).share()
    expect(bridge.configurations()[0]?.verifyJsApiList).toContain('menu:share:wechat')
    for (const entry of ['appmessage', 'timeline', 'wechat'])
      bridge.listeners.get(`menu:share:${entry}`)?.({})
    for (const call of ['sendAppMessage', 'shareTimeline', 'shareWechat'])
      expect(bridge.of(call)[0], call).toMatchObject({ title: 'T', link: CARD.link, img_url: CARD.imgUrl })
    expect(bridge.titles()).toEqual([])
  })

  it('a refused signature says that the corporation\'s own is wanted', async () => {
    installBridge({ preVerifyJSAPI: () => 'fail_invalid signature' })
    await expect(connect({ host: 'wecom' }).share()).rejects.toThrow(/^config:invalid signature\. WeCom takes the corporation's own id and signature/)
  })
})

// It is loaded by need, which takes as long as it takes.
beforeAll(async () => {
  await import('../../utils/wechat/mini-program')
})

describe('in a mini program that is known as such once its bridge is there', () => {
  it('the card is left for the mini program to share', async () => {
    const bridge = installBridge({
      preVerifyJSAPI: () => {
        vi.stubGlobal('__wxjs_environment', 'miniprogram')
        return 'ok'
      },
      updateAppMessageShareData: () => ({ err_msg: 'system:function_not_exist' }),
      updateTimelineShareData: () => ({ err_msg: 'system:access_denied' }),
    })
    const report = vi.fn()
    const shares = new ShareStack(connect({}).client, () => `${SITE}/`)
    const caller = { read: () => CARD, openTagList: [], report }
    shares.register(caller)
    shares.add(caller)
    await settle()
    vi.unstubAllGlobals()
    expect(report.mock.lastCall).toEqual(['unsupported'])
    expect(bridge.of('invokeMiniProgramAPI')).toMatchObject([{ name: 'postMessage', arg: { type: 'nuxt-wechat:share', card: CARD } }])
  })
})

describe('an answer', () => {
  const answerOf = (client: WechatBridgeClient, answers: Parameters<typeof installBridge>[0]) => {
    installBridge(answers)
    return client
  }

  it.each([
    ['text', '["a","b"]'],
    ['a list', ['a', 'b']],
  ])('of chooseImage gives a list of pictures where the client answers %s', async (_, localIds) => {
    const client = answerOf(connect({ platform: 'harmony' }).client, { chooseImage: () => ({ err_msg: 'chooseImage:ok', localIds }) })
    expect(await callWechatApi(client, 'chooseImage', {})).toMatchObject({ localIds: ['a', 'b'] })
  })

  it.each([
    ['text', '{"geoLocation":true,"chooseImage":false}'],
    ['an object', { geoLocation: true, chooseImage: false }],
  ])('of checkJsApi gives the names of the JS-SDK where the client answers %s, on every system', async (_, checkResult) => {
    const client = answerOf(connect({}).client, { checkJsApi: () => ({ err_msg: 'checkJsApi:ok', checkResult }) })
    expect(await callWechatApi(client, 'checkJsApi', { jsApiList: ['getLocation', 'chooseImage'] })).toMatchObject({ checkResult: { getLocation: true, chooseImage: false } })
  })
})

describe('a scanned code', () => {
  it.each([
    ['hello', 'hello'],
    ['6901234567892', '6901234567892'],
    ['{"a":1}', '{"a":1}'],
    ['{"scan_code":{"scan_result":"hello"}}', 'hello'],
  ])('on other systems, answered as %s, is %s', async (resultStr, scanned) => {
    installBridge({ scanQRCode: () => ({ err_msg: 'scanQRCode:ok', resultStr }) })
    expect(await callWechatApi(connect({ platform: 'harmony' }).client, 'scanQRCode', {})).toMatchObject({ resultStr: scanned })
  })
})

describe('a configuration', () => {
  it('that asks for open tags alone, or for nothing, has an API in its list, as Android wants', async () => {
    for (const request of [{ jsApiList: [], openTagList: ['wx-open-launch-weapp'] }, {}]) {
      const bridge = installBridge()
      await connect({}).client.configure(request)
      expect(bridge.configurations()[0]?.verifyJsApiList).toEqual(['checkJsApi'])
    }
  })
})

describe('a card whose new calls are denied', () => {
  it('is held by the old ones as well, and still fails with the reason', async () => {
    const denied = () => ({ err_msg: 'system:access_denied' })
    const bridge = installBridge({ updateAppMessageShareData: denied, updateTimelineShareData: denied })
    await expect(connect({}).share()).rejects.toMatchObject({ reason: 'permission denied' })
    bridge.listeners.get('menu:share:appmessage')?.({})
    bridge.listeners.get('menu:share:timeline')?.({})
    expect(bridge.of('sendAppMessage')[0]).toMatchObject({ title: 'T', desc: 'D', link: CARD.link })
    expect(bridge.of('shareTimeline')[0]).toMatchObject({ title: 'T', link: CARD.link })
  })
})
