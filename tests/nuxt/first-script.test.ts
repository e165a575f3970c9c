import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectWechat } from '../../utils/wechat/connection'
import { installBridge, sign } from './bridge'

const SDK = 'https://res.wx.qq.com/open/js/jweixin-1.6.0.js'
let fetched: string[]

beforeEach(() => {
  fetched = []
  vi.stubGlobal('jWeixin', undefined)
  const append = document.head.append.bind(document.head)
  vi.spyOn(document.head, 'append').mockImplementation((...nodes) => {
    const scripts = nodes.filter(node => node instanceof HTMLScriptElement && node.src)
    fetched.push(...scripts.map(script => Object(script).src))
    append(...nodes.filter(node => !scripts.includes(node)))
  })
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const PAGE = 'https://m.example.com/'

function connect(first?: Parameters<typeof connectWechat>[0]['first']) {
  return connectWechat({ platform: 'ios', host: 'wechat', landingUrl: PAGE, first, sdkUrls: SDK, baseURL: '/', router: () => undefined, hook: () => {} })
}

describe('the JS-SDK', () => {
  it.each([
    ['that asked for it', { verifyJsApiList: ['chooseImage'], answer: new Promise<never>(() => {}) }],
    ['that may ask later', { verifyJsApiList: [] }],
  ])('is run at once on a page that came signed, %s, and once', async (_page, asked) => {
    installBridge()
    const { client } = connect({ ...sign(PAGE), validForMs: 7_200_000, ...asked })
    expect(fetched).toEqual([SDK])
    void client.loadSdk()
    await new Promise(resolve => setTimeout(resolve))
    expect(fetched).toEqual([SDK])
  })

  it('is not loaded before a page needs it where the HTML did not fetch it', () => {
    const { client } = connect()
    expect(fetched).toEqual([])
    void client.loadSdk()
    expect(fetched).toEqual([SDK])
  })
})
