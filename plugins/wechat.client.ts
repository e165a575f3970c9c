import { defineNuxtPlugin, useRuntimeConfig } from '#imports'
import type { WechatPlatform } from '../shared/wechat'
import type { WechatConnection } from '../utils/wechat/connection'
import { detectWechatPlatform } from '../utils/wechat/platform'
import { withoutHash } from '../utils/wechat/url'

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
    const platform = detectWechatPlatform(navigator.userAgent)
    const config = useRuntimeConfig()
    const wechat = platform && connect(platform, landingUrl, String(config.public.wechat.sdkUrls), config.app.baseURL)
    if (wechat)
      nuxtApp.hook('page:loading:end', () => void wechat.then(({ shares }) => shares.urlSettled(), () => {}))
    return { provide: { wechat } }
  },
})

async function connect(...args: [platform: WechatPlatform, landingUrl: string, sdkUrls: string, baseURL: string]): Promise<WechatConnection> {
  const { connectWechat } = await import('../utils/wechat/connection')
  return connectWechat(...args)
}
