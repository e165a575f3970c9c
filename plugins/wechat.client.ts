import { defineNuxtPlugin, useRuntimeConfig } from '#imports'
import { withoutHash } from '../shared/without-hash'
import type { WechatConnection } from '../utils/wechat/connection'
import { askWithFirstConfig } from '../utils/wechat/first-config'
import type { WechatRouter } from '../utils/wechat/page/hash-mode'
import { detectOwnClient } from '../utils/wechat/platform'

/**
 * Inside WeChat provides `$wechat`, the connection with WeChat's client: what a page asks of it before it is loaded happens after,
 * in the same order. Outside WeChat no request and no script comes from it.
 */
export default defineNuxtPlugin({
  name: 'wechat',
  // Before the router, which may change the URL: iOS checks signatures against the first one.
  order: -30,
  setup(nuxtApp) {
    const landingUrl = withoutHash(window.location.href)
    // The authorise page's own hash outlives the redirect back: browsers keep it where the next address has none.
    if (window.location.hash === '#wechat_redirect')
      window.history.replaceState(window.history.state, '', landingUrl)
    const kind = detectOwnClient()
    const config = useRuntimeConfig()
    const wechat = kind && connect({
      ...kind,
      landingUrl,
      // The server did not see a mini program that `window` alone tells of.
      first: kind.host === 'wechat' ? askWithFirstConfig(landingUrl) : undefined,
      sdkUrls: String(config.public.wechat.sdkUrls),
      baseURL: config.app.baseURL,
      // Not there yet; a later plugin provides it, untyped here.
      router: () => nuxtApp.$router as WechatRouter | undefined,
      hook: nuxtApp.hook,
    })
    return { provide: { wechat } }
  },
})

async function connect(options: Parameters<typeof import('../utils/wechat/connection')['connectWechat']>[0]): Promise<WechatConnection> {
  const { connectWechat } = await import('../utils/wechat/connection')
  return connectWechat(options)
}
