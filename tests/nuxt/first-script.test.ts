import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FIRST_CONFIG_ID } from '../../shared/wechat'
import { connectWechat } from '../../utils/wechat/connection'

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
  document.getElementById(FIRST_CONFIG_ID)?.remove()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

function connect() {
  return connectWechat({ platform: 'ios', host: 'wechat', landingUrl: 'https://m.example.com/', sdkUrls: SDK, baseURL: '/', router: () => undefined, hook: () => {} })
}

describe('the JS-SDK', () => {
  it('is run at once where the HTML came signed, and once', async () => {
    document.head.append(Object.assign(document.createElement('script'), { id: FIRST_CONFIG_ID, type: 'application/json', textContent: '{}' }))
    const { client } = connect()
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
