import { useNuxtApp, useWechatSdk, useWechatShare } from '#imports'
import { registerEndpoint } from '@nuxt/test-utils/runtime'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSSRApp, defineComponent, h, type App } from 'vue'
import { renderToString } from 'vue/server-renderer'
import wechatPlugin from '../../plugins/wechat.client'
import type { WechatShareOptions } from '../../composables/useWechatShare'
import { installBridge, settle, sign } from './bridge'

/** A page's own answers of WeChat's and the server's side: neither should be asked. */
const asked = vi.fn()
registerEndpoint('/api/wx/config', (event) => {
  asked(event.path)
  return sign('')
})

const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'
const apps: App[] = []
let bridge: ReturnType<typeof installBridge>

beforeEach(() => {
  bridge = installBridge()
  asked.mockClear()
})

afterEach(async () => {
  apps.splice(0).forEach(app => app.unmount())
  await settle()
  vi.restoreAllMocks()
})

/** The app as it is where the plugin has found no WeChat, and on the server, where there is no such plugin. */
async function appOutside() {
  const nuxtApp = useNuxtApp()
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(SAFARI)
  const plugged = await wechatPlugin(nuxtApp)
  return Object.create(nuxtApp, { $wechat: { value: plugged?.provide?.wechat } }) as typeof nuxtApp
}

let call: ReturnType<typeof useWechatSdk>['call']

function page(options?: WechatShareOptions) {
  return defineComponent(() => {
    const share = useWechatShare({ title: 'Shared from anywhere', desc: 'D', imgUrl: '/cover.png' }, options)
    const sdk = useWechatSdk({ jsApiList: ['scanQRCode'] })
    call = sdk.call
    return () => h('p', { 'data-status': share.status.value }, `${share.isSupported.value} ${sdk.status.value} ${sdk.isSupported.value}`)
  })
}

function createApp(component: ReturnType<typeof page>, nuxtApp: ReturnType<typeof useNuxtApp>) {
  const app = Object.assign(createSSRApp(component), { $nuxt: nuxtApp })
  Object.assign(app._context.provides, nuxtApp.vueApp._context.provides)
  return app
}

/** Hydrates what the server rendered. */
function hydrate(component: ReturnType<typeof page>, nuxtApp: ReturnType<typeof useNuxtApp>) {
  const app = createApp(component, nuxtApp)
  apps.push(app)
  const root = document.createElement('div')
  root.innerHTML = HTML
  app.mount(root)
  return root
}

const HTML = '<p data-status="unsupported">false unsupported false</p>'
const tag = (property: string) => document.head.querySelector(`meta[property="og:${property}"]`)?.getAttribute('content')

describe('outside WeChat', () => {
  it('a page is unsupported, asks no server, loads no script and reports no error', async () => {
    const errors = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')]
    const root = hydrate(page(), await appOutside())
    await settle()
    expect(root.innerHTML).toBe(HTML)
    expect(asked).not.toHaveBeenCalled()
    expect(bridge.calls).toEqual([])
    expect(document.querySelector('script[src*="jweixin"]')).toBeNull()
    errors.forEach(spy => expect(spy).not.toHaveBeenCalled())
  })

  it('a page has its Open Graph tags all the same, with addresses made absolute', async () => {
    hydrate(page(), await appOutside())
    await expect.poll(() => tag('title')).toBe('Shared from anywhere')
    expect([tag('description'), tag('image'), tag('url')]).toEqual(['D', `${location.origin}/cover.png`, `${location.origin}/`])
    apps.pop()?.unmount()
    await expect.poll(() => tag('title')).toBeUndefined()
  })

  it('a page has none with seo: false', async () => {
    hydrate(page({ seo: false }), await appOutside())
    await settle()
    expect(document.head.querySelector('meta[property^="og:"]')).toBeNull()
  })

  it('a call is rejected as unsupported, with what to do', async () => {
    hydrate(page(), await appOutside())
    await expect(call('chooseImage')).rejects.toMatchObject({ name: 'WechatSdkError', api: 'chooseImage', errMsg: 'chooseImage:unsupported', message: 'chooseImage:unsupported. Open this page in WeChat.', cancelled: false })
    await settle()
    expect(asked).not.toHaveBeenCalled()
    expect(bridge.calls).toEqual([])
  })
})

describe('what the server rendered', () => {
  it('says unsupported, and asks no server', async () => {
    expect(await renderToString(createApp(page(), await appOutside()))).toBe(HTML)
    await settle()
    expect(asked).not.toHaveBeenCalled()
  })

  it('is hydrated in WeChat without a difference, and then comes to life', async () => {
    const errors = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')]
    const root = hydrate(page(), useNuxtApp())
    const rendered = root.firstChild
    await expect.poll(() => root.innerHTML).toBe('<p data-status="set">true set true</p>')
    expect(root.firstChild).toBe(rendered)
    errors.forEach(spy => expect(spy).not.toHaveBeenCalled())
    expect(asked).toHaveBeenCalled()
  })
})
