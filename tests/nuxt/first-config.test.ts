import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FIRST_CONFIG_ID } from '../../shared/wechat'
import { WechatBridgeClient } from '../../utils/wechat/bridge/bridge-client'
import { createSdkLoader } from '../../utils/wechat/bridge/sdk'
import { verifyFirstConfig } from '../../utils/wechat/first-config'
import { installBridge, settle, sign } from './bridge'

const PAGE = 'https://m.example.com/a?b=1'
const NAMES = ['updateAppMessageShareData', 'menu:share:appmessage']
const loadSdk = createSdkLoader([])

function writeHtml(config: object = {}) {
  const first = { ...sign(PAGE), nonceStr: 'first', validForMs: 7_200_000, verifyJsApiList: NAMES, ...config }
  document.head.append(Object.assign(document.createElement('script'), { id: FIRST_CONFIG_ID, type: 'application/json', textContent: JSON.stringify(first) }))
}

/** What the plugin does with it, and the connection that comes after. */
function openPage(load = loadSdk) {
  const asked: string[] = []
  const refused: string[] = []
  const first = verifyFirstConfig(PAGE)
  const client = new WechatBridgeClient({
    platform: 'android',
    landingUrl: PAGE,
    currentUrl: () => PAGE,
    loadSdk: load,
    fetchConfig: async (url) => {
      asked.push(url)
      return sign(url)
    },
    onRefused: ({ errMsg }) => refused.push(errMsg),
  })
  if (first?.answer)
    client.adopt(first, first.answer)
  return { client, asked, refused }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  document.getElementById(FIRST_CONFIG_ID)?.remove()
  vi.useRealTimers()
})

describe('a page that came signed', () => {
  it('has WeChat\'s client asked at once, and as wx.config asks', async () => {
    writeHtml()
    const sdk = await loadSdk()
    const { appId, timestamp, signature } = sign(PAGE)
    const bySdk = installBridge()
    sdk.config({ appId, timestamp, nonceStr: 'first', signature, jsApiList: ['updateAppMessageShareData', 'onMenuShareAppMessage'], openTagList: [] })
    const byPage = installBridge()
    verifyFirstConfig(PAGE)
    expect(byPage.configurations()).toEqual(bySdk.configurations())
    expect(byPage.configurations()).toHaveLength(1)
  })

  it('waits for the client\'s bridge', async () => {
    writeHtml()
    window.WeixinJSBridge = undefined
    const { client, asked } = openPage()
    await settle()
    const bridge = installBridge()
    document.dispatchEvent(new Event('WeixinJSBridgeReady'))
    await client.configure({ jsApiList: ['updateAppMessageShareData'] })
    expect(bridge.configurations()).toHaveLength(1)
    expect(asked).toEqual([])
  })

  it('has it asked no second time by who wants no more than that, before the answer or after', async () => {
    writeHtml()
    const bridge = installBridge()
    const { client, asked } = openPage()
    await client.configure({ jsApiList: ['updateAppMessageShareData'] })
    await client.configure({ jsApiList: ['onMenuShareAppMessage'] })
    expect(bridge.configurations()).toHaveLength(1)
    expect(asked).toEqual([])
  })

  it('hands the signature over to the JS-SDK, whose later calls carry it', async () => {
    writeHtml()
    const bridge = installBridge()
    const sdk = await openPage().client.configure({ jsApiList: ['updateAppMessageShareData'] })
    sdk.invoke('getNetworkType', {}, () => {})
    expect(bridge.of('getNetworkType').at(-1)).toMatchObject({ verifyNonceStr: 'first' })
  })

  it('has it asked for all together, with another signature, by who wants more', async () => {
    writeHtml()
    const bridge = installBridge()
    const { client, asked } = openPage()
    await client.configure({ jsApiList: ['scanQRCode'], openTagList: ['wx-open-launch-app'] })
    expect(bridge.configurations().at(-1)).toMatchObject({ verifyJsApiList: [...NAMES, 'scanQRCode'], verifyOpenTagList: ['wx-open-launch-app'], verifyNonceStr: PAGE })
    expect(bridge.mostOpen()).toBe(1)
    expect(asked).toEqual([PAGE])
  })

  it('tells of a refusal, and has it asked with another signature', async () => {
    writeHtml()
    installBridge({ preVerifyJSAPI: (_, times) => times === 1 ? 'fail_invalid signature' : 'ok' })
    const { client, asked, refused } = openPage()
    await client.configure({ jsApiList: ['updateAppMessageShareData'] })
    expect(refused).toEqual(['config:invalid signature'])
    expect(asked).toEqual([PAGE])
  })

  it('has it asked again where the JS-SDK was not to be had at first', async () => {
    writeHtml()
    installBridge()
    let tries = 0
    const { client, refused } = openPage(async () => {
      if (++tries === 1)
        throw new Error('offline')
      return loadSdk()
    })
    await client.configure({ jsApiList: ['updateAppMessageShareData'] })
    expect(refused).toEqual([])
  })
})

describe('WeChat\'s client is not asked before a page asks', () => {
  it.each([
    ['where the page was rendered to ask for nothing', { verifyJsApiList: [] }],
    ['where another URL was signed', { url: `${PAGE}&` }],
    ['where the ticket has ended since', { validForMs: 0 }],
  ])('%s', async (_case, config) => {
    writeHtml(config)
    const bridge = installBridge()
    openPage()
    await settle()
    expect(bridge.calls).toEqual([])
  })

  it('where the page came without a signature', async () => {
    const bridge = installBridge()
    openPage()
    await settle()
    expect(bridge.calls).toEqual([])
  })
})
