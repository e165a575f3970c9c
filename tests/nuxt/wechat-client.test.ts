import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { callWechatApi } from '../../utils/wechat/bridge/call'
import { WechatBridgeClient, type WechatBridgeClientOptions } from '../../utils/wechat/bridge/bridge-client'
import { createSdkLoader } from '../../utils/wechat/bridge/sdk'
import { WechatSdkError } from '../../utils/wechat/error'
import { setShareCard } from '../../utils/wechat/share/share-card'
import { installBridge, settle, sign } from './bridge'

const LANDING = 'https://m.example.com/landing'
const CARD = { title: 'T', desc: 'D', link: 'https://m.example.com/', imgUrl: 'https://m.example.com/i.png' }

let currentUrl = LANDING
const loadSdk = createSdkLoader([])

function connect(options: Partial<WechatBridgeClientOptions> = {}): WechatBridgeClient {
  return new WechatBridgeClient({ platform: 'android', landingUrl: LANDING, currentUrl: () => currentUrl, loadSdk, fetchConfig: async url => sign(url), ...options })
}

const failure = (promise: Promise<unknown>) => promise.then(() => undefined, (error: unknown) => error)

beforeEach(() => {
  currentUrl = LANDING
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})

afterEach(() => {
  vi.useRealTimers()
})

describe('a configuration', () => {
  it('sends what wx.config would send, with names as the bridge has them', async () => {
    const bridge = installBridge()
    await connect().configure({ jsApiList: ['chooseImage', 'getLocation'], openTagList: ['wx-open-launch-weapp'] })
    expect(bridge.configurations()).toEqual([{
      verifyJsApiList: ['chooseImage', 'geoLocation'],
      verifyOpenTagList: ['wx-open-launch-weapp'],
      appId: 'wx1234567890abcdef',
      verifyAppId: 'wx1234567890abcdef',
      verifySignType: 'sha1',
      verifyTimestamp: '1414587457',
      verifyNonceStr: LANDING,
      verifySignature: '0'.repeat(40),
    }])
  })

  it('is one for all that ask together, and none for who asks for nothing new', async () => {
    const bridge = installBridge()
    const client = connect()
    await Promise.all([client.configure({ jsApiList: ['chooseImage'] }), client.configure({ jsApiList: ['scanQRCode'] })])
    await client.configure({ jsApiList: ['chooseImage'] })
    expect(bridge.configurations().map(({ verifyJsApiList }) => verifyJsApiList)).toEqual([['chooseImage', 'scanQRCode']])
  })

  it('is repeated for an API that was not in the list, with all before it', async () => {
    const bridge = installBridge()
    const client = connect()
    await client.configure({ jsApiList: ['chooseImage'] })
    await client.configure({ jsApiList: ['scanQRCode'] })
    expect(bridge.configurations().at(-1)?.verifyJsApiList).toEqual(['chooseImage', 'scanQRCode'])
  })

  it('is never under way twice', async () => {
    const bridge = installBridge()
    const client = connect()
    await Promise.all(Array.from({ length: 20 }, async (_, index) => {
      currentUrl = `https://m.example.com/${index}`
      await client.configure({ jsApiList: [`api${index}`] })
    }))
    expect(bridge.mostOpen()).toBe(1)
  })

  it.each([
    ['android', 2, 'https://m.example.com/next'],
    ['pc', 2, 'https://m.example.com/next'],
    ['devtools', 2, 'https://m.example.com/next'],
    ['ios', 1, LANDING],
  ] as const)('on %s is made %i times for two URLs, the last for %s', async (platform, times, url) => {
    const bridge = installBridge()
    const client = connect({ platform })
    await client.configure({ jsApiList: ['scanQRCode'] })
    currentUrl = 'https://m.example.com/next'
    await client.configure({ jsApiList: ['scanQRCode'] })
    expect(bridge.configurations()).toHaveLength(times)
    expect(bridge.configurations().at(-1)?.verifyNonceStr).toBe(url)
  })

  it('with an invalid signature is tried once for the other URL', async () => {
    const bridge = installBridge({ preVerifyJSAPI: () => 'fail_invalid signature' })
    currentUrl = 'https://m.example.com/next'
    const error = await failure(connect({ platform: 'ios' }).configure({}))
    expect(error).toMatchObject({ name: 'WechatSdkError', api: 'config', errMsg: 'config:invalid signature', cancelled: false })
    expect(bridge.configurations().map(({ verifyNonceStr }) => verifyNonceStr)).toEqual([LANDING, 'https://m.example.com/next'])
  })

  it.each(['fail,Error: 系统错误,错误码:63002,invalid signature [20201217 10:00:00][]', 'fail_invalid_signature'])('knows an invalid signature in the words "%s"', async (words) => {
    currentUrl = 'https://m.example.com/next'
    const bridge = installBridge({ preVerifyJSAPI: (_, times) => times === 1 ? words : 'ok' })
    await connect().configure({})
    expect(bridge.configurations()).toHaveLength(2)
  })

  it('is signed for the page as it is, where the page moves on while the server signs', async () => {
    const bridge = installBridge({ preVerifyJSAPI: ({ verifyNonceStr }) => verifyNonceStr === currentUrl ? 'ok' : 'fail_invalid signature' })
    const moves = ['https://m.example.com/2', LANDING, 'https://m.example.com/4']
    const client = connect({ fetchConfig: async (url) => {
      currentUrl = moves.shift() ?? currentUrl
      return sign(url)
    } })
    await client.configure({ jsApiList: ['scanQRCode'] })
    expect(bridge.configurations().map(({ verifyNonceStr }) => verifyNonceStr)).toEqual([LANDING, 'https://m.example.com/2', LANDING, 'https://m.example.com/4'])
    currentUrl = 'https://m.example.com/5'
    await client.configure({ jsApiList: ['scanQRCode'] })
    expect(bridge.configurations().at(-1)?.verifyNonceStr).toBe('https://m.example.com/5')
  })

  it('that is refused in the end is told with the URL that was signed; what is mended by a second try, and what is not answered, is not', async () => {
    const told: string[] = []
    const onRefused: WechatBridgeClientOptions['onRefused'] = ({ errMsg }, url) => void told.push(`${errMsg} ${url}`)
    installBridge({ preVerifyJSAPI: () => 'fail_invalid signature' })
    await failure(connect({ onRefused }).configure({}))
    expect(told).toEqual([`config:invalid signature ${LANDING}`])

    currentUrl = 'https://m.example.com/next'
    installBridge({ preVerifyJSAPI: (_, times) => times === 1 ? 'fail_invalid signature' : 'ok' })
    await connect({ onRefused }).configure({})
    installBridge({ preVerifyJSAPI: () => 'never' })
    const silent = failure(connect({ onRefused }).configure({}))
    await vi.advanceTimersByTimeAsync(20_000)
    await silent
    const unsigned = new WechatSdkError('config', 'config:wechat_busy')
    await failure(connect({ onRefused, fetchConfig: () => Promise.reject(unsigned) }).configure({}))
    expect(told).toHaveLength(1)
  })

  it('that fails for another reason is not tried again by itself, and does not stand in the next one\'s way', async () => {
    const bridge = installBridge({ preVerifyJSAPI: (_, times) => times === 1 ? 'fail_invalid url domain' : 'ok' })
    const client = connect()
    expect(await failure(client.configure({}))).toMatchObject({ errMsg: 'config:invalid url domain' })
    await client.configure({})
    expect(bridge.configurations()).toHaveLength(2)
  })

  it('without an answer fails in time', async () => {
    installBridge({ preVerifyJSAPI: () => 'never' })
    const error = failure(connect().configure({}))
    await settle()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await error).toMatchObject({ errMsg: 'config:timeout' })
  })

  it('fails with what the server said', async () => {
    installBridge()
    const fetchConfig = () => Promise.reject(new WechatSdkError('config', 'config:wechat_busy', { hint: 'Wait.' }))
    expect(await failure(connect({ fetchConfig }).configure({}))).toMatchObject({ message: 'config:wechat_busy. Wait.' })
  })
})

describe('a call', () => {
  it('gives what success gets', async () => {
    installBridge({ scanQRCode: () => ({ err_msg: 'scanQRCode:ok', resultStr: 'hello' }) })
    expect(await callWechatApi(connect(), 'scanQRCode', { needResult: 1 })).toMatchObject({ resultStr: 'hello' })
  })

  it.each([
    ['cancel', { errMsg: 'scanQRCode:cancel', cancelled: true }],
    ['fail_no camera', { errMsg: 'scanQRCode:no camera', cancelled: false }],
  ])('answered with %s rejects', async (answer, expected) => {
    installBridge({ scanQRCode: () => answer })
    const error = await failure(callWechatApi(connect(), 'scanQRCode', {}))
    expect(error).toBeInstanceOf(WechatSdkError)
    expect(error).toMatchObject({ api: 'scanQRCode', ...expected })
  })

  it.each([['getNetworkType', 10_000], ['scanQRCode', 600_000]] as const)('of %s without an answer rejects after %i ms', async (api, ms) => {
    installBridge({ [api]: () => 'never' })
    let error: unknown
    void failure(callWechatApi(connect(), api, {})).then(reason => error = reason)
    await settle()
    await vi.advanceTimersByTimeAsync(ms - 1)
    expect(error).toBeUndefined()
    await vi.advanceTimersByTimeAsync(1)
    expect(error).toMatchObject({ errMsg: `${api}:timeout` })
  })

  it('that is denied is configured anew, once', async () => {
    const bridge = installBridge({ scanQRCode: () => ({ err_msg: 'system:access_denied' }) })
    expect(await failure(callWechatApi(connect(), 'scanQRCode', {}))).toMatchObject({ errMsg: 'scanQRCode:permission denied' })
    expect(bridge.configurations()).toHaveLength(2)
  })
})

describe('a card', () => {
  const share = (client = connect()) => setShareCard(client, () => CARD, [], () => false)

  it('goes to friends and to Moments', async () => {
    const bridge = installBridge()
    await share()
    expect(bridge.of('updateAppMessageShareData')[0]).toMatchObject(CARD)
    expect(bridge.of('updateTimelineShareData')[0]).toMatchObject({ title: 'T', link: CARD.link, imgUrl: CARD.imgUrl })
  })

  it('is tried again with growing waits while the client is verifying', async () => {
    const bridge = installBridge({ updateAppMessageShareData: (_, times) => times < 4 ? 'fail, the permission value is offline verifying' : 'ok' })
    let done = false
    void share().then(() => done = true)
    await settle()
    for (const [ms, tries] of [[299, 1], [1, 2], [999, 2], [1, 3], [2999, 3], [1, 4]] as const) {
      await vi.advanceTimersByTimeAsync(ms)
      await settle()
      expect(bridge.titles()).toHaveLength(tries)
    }
    expect(done).toBe(true)
  })

  it('is given up when the client never stops verifying', async () => {
    const bridge = installBridge({ updateTimelineShareData: () => 'fail, the permission value is offline verifying' })
    const error = failure(share())
    await settle()
    for (let wait = 0; wait < 5; wait++) {
      await vi.advanceTimersByTimeAsync(10_000)
      await settle()
    }
    expect(await error).toMatchObject({ api: 'updateTimelineShareData' })
    expect(bridge.of('updateTimelineShareData')).toHaveLength(4)
  })

  it('is handed over by the old calls where the client has no new ones', async () => {
    const bridge = installBridge({ updateAppMessageShareData: () => 'function_not_exist', updateTimelineShareData: () => 'fail_function not exist' })
    await share()
    bridge.listeners.get('menu:share:appmessage')?.({})
    bridge.listeners.get('menu:share:timeline')?.({})
    expect(bridge.of('sendAppMessage')[0]).toMatchObject({ title: 'T', desc: 'D', link: CARD.link, img_url: CARD.imgUrl })
    expect(bridge.of('shareTimeline')[0]).toMatchObject({ title: 'T', link: CARD.link, img_url: CARD.imgUrl })
  })
})
