import { registerEndpoint } from '@nuxt/test-utils/runtime'
import { getQuery } from 'h3'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { useNuxtApp } from '#imports'
import plugin from '../../plugins/wechat.client'
import { FIRST_CONFIG_ID } from '../../shared/wechat'
import { WechatBridgeClient } from '../../utils/wechat/bridge/bridge-client'
import { createSdkLoader } from '../../utils/wechat/bridge/sdk'
import { connectWechat } from '../../utils/wechat/connection'
import { askWithFirstConfig } from '../../utils/wechat/first-config'
import { installBridge, settle, sign } from './bridge'

const PAGE = `${location.origin}/`
const NAMES = ['updateAppMessageShareData', 'menu:share:appmessage']
const loadSdk = createSdkLoader([])
const asked: string[] = []
const reports: unknown[] = []

function writeHtml(config: object = {}) {
  writeElement(JSON.stringify({ ...sign(PAGE), nonceStr: 'first', validForMs: 7_200_000, verifyJsApiList: NAMES, ...config }))
}

function writeElement(textContent: string, name = 'script') {
  document.head.append(Object.assign(document.createElement(name), { id: FIRST_CONFIG_ID, textContent }))
}

/** What the plugin does. */
function openPage() {
  const first = askWithFirstConfig(PAGE)
  return connectWechat({ platform: 'android', host: 'wechat', landingUrl: PAGE, first, sdkUrls: '', baseURL: '/', router: () => undefined, hook: () => {} }).client
}

beforeAll(() => {
  registerEndpoint('/api/wx/config', (event) => {
    const url = String(getQuery(event).url)
    asked.push(url)
    return sign(url)
  })
})
beforeEach(() => {
  asked.length = reports.length = 0
  vi.stubGlobal('fetch', (url: string, options?: RequestInit) => {
    reports.push(options?.body)
    return Promise.reject(new Error(`Not sent: ${url}`))
  })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  document.querySelectorAll(`#${FIRST_CONFIG_ID}`).forEach(element => element.remove())
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a page that came signed', () => {
  it('has WeChat\'s client asked at once, and as wx.config asks', async () => {
    writeHtml()
    const sdk = await loadSdk()
    const { appId, timestamp, signature } = sign(PAGE)
    const bySdk = installBridge()
    sdk.config({ appId, timestamp, nonceStr: 'first', signature, jsApiList: ['updateAppMessageShareData', 'onMenuShareAppMessage'], openTagList: [] })
    const byPage = installBridge()
    askWithFirstConfig(PAGE)
    expect(byPage.configurations()).toEqual(bySdk.configurations())
    expect(byPage.configurations()).toHaveLength(1)
  })

  it('has it asked no second time by callers that want no more than that, before the answer or after', async () => {
    writeHtml()
    const bridge = installBridge()
    const client = openPage()
    await client.configure({ jsApiList: ['updateAppMessageShareData'] })
    await client.configure({ jsApiList: ['onMenuShareAppMessage'] })
    expect(bridge.configurations()).toHaveLength(1)
    expect(asked).toEqual([])
  })

  it('hands the signature over to the JS-SDK, whose later calls carry it', async () => {
    writeHtml()
    const bridge = installBridge()
    const sdk = await openPage().configure({ jsApiList: ['updateAppMessageShareData'] })
    sdk.invoke('getNetworkType', {}, () => {})
    expect(bridge.of('getNetworkType').at(-1)).toMatchObject({ verifyNonceStr: 'first' })
  })

  it('has it asked for all together, with another signature, by a caller that wants more', async () => {
    writeHtml()
    const bridge = installBridge()
    await openPage().configure({ jsApiList: ['scanQRCode'], openTagList: ['wx-open-launch-app'] })
    expect(bridge.configurations().at(-1)).toMatchObject({ verifyJsApiList: [...NAMES, 'scanQRCode'], verifyOpenTagList: ['wx-open-launch-app'], verifyNonceStr: PAGE })
    expect(bridge.mostOpen()).toBe(1)
    expect(asked).toEqual([PAGE])
  })

  it('has a client that refuses asked with another signature, and tells the server of no refusal that was mended', async () => {
    writeHtml()
    installBridge({ preVerifyJSAPI: (_, times) => times === 1 ? 'fail_invalid signature' : 'ok' })
    await openPage().configure({ jsApiList: ['updateAppMessageShareData'] })
    expect(asked).toEqual([PAGE])
    expect(reports).toEqual([])
  })

  it('has a client asked anew whose bridge fails', async () => {
    writeHtml()
    window.WeixinJSBridge = { ...window.WeixinJSBridge, invoke() {
      throw new Error('Not yet.')
    } } as typeof window.WeixinJSBridge
    const client = openPage()
    await settle()
    const bridge = installBridge()
    await client.configure({ jsApiList: ['updateAppMessageShareData'] })
    expect(bridge.configurations()).toMatchObject([{ verifyNonceStr: PAGE }])
  })

  it('has it asked anew where the JS-SDK was not to be had at first', async () => {
    writeHtml()
    const bridge = installBridge()
    const first = askWithFirstConfig(PAGE)
    const load = vi.fn(loadSdk).mockRejectedValueOnce(new Error('offline'))
    const client = new WechatBridgeClient({ platform: 'android', landingUrl: PAGE, currentUrl: () => PAGE, loadSdk: load, fetchConfig: async url => sign(url) })
    if (first?.answer)
      client.adopt(first, first.answer)
    await client.configure({ jsApiList: ['updateAppMessageShareData'] })
    expect(bridge.configurations()).toMatchObject([{ verifyNonceStr: 'first' }, { verifyNonceStr: PAGE }])
  })
})

it.each([
  ['in WeChat is asked', undefined, 1],
  ['in a mini program that only window tells of is not asked', 'miniprogram', 0],
])('a client %s before the page asks', async (_where, environment, times) => {
  vi.stubGlobal('__wxjs_environment', environment)
  writeHtml()
  const bridge = installBridge()
  await plugin(useNuxtApp())
  await settle()
  expect(bridge.configurations()).toHaveLength(times)
})

describe('WeChat\'s client is asked with that signature, and without a request, once the page asks', () => {
  it('where the bridge comes later', async () => {
    writeHtml()
    window.WeixinJSBridge = undefined
    const client = openPage()
    const bridge = installBridge()
    await settle()
    expect(bridge.configurations()).toEqual([])
    await client.configure({ jsApiList: ['updateAppMessageShareData'] })
    expect(bridge.configurations()).toMatchObject([{ verifyNonceStr: 'first' }])
    expect(asked).toEqual([])
  })

  it('where the page was rendered to ask for nothing', async () => {
    writeHtml({ verifyJsApiList: [] })
    const bridge = installBridge()
    const client = openPage()
    await settle()
    expect(bridge.configurations()).toEqual([])
    await client.configure({ jsApiList: ['scanQRCode'] })
    expect(bridge.configurations()).toMatchObject([{ verifyJsApiList: ['scanQRCode'], verifyNonceStr: 'first' }])
    expect(asked).toEqual([])
  })
})

describe('a page asks for a signature of its own', () => {
  it.each<[string, () => void]>([
    ['where another URL was signed', () => writeHtml({ url: `${PAGE}&` })],
    ['where the ticket has ended since', () => writeHtml({ validForMs: 0 })],
    ['where it came without one', () => {}],
    ['where something else on it has that id', () => writeElement('WeChat config', 'h2')],
    ['where the script was cut off', () => writeElement('{"appId":')],
    ['where the script is empty', () => writeElement('')],
  ])('%s', async (_case, write) => {
    write()
    const bridge = installBridge()
    const client = openPage()
    await settle()
    expect(bridge.configurations()).toEqual([])
    await client.configure({ jsApiList: ['scanQRCode'] })
    expect(asked).toEqual([PAGE])
  })
})
