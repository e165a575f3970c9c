import type { WechatPlatform, WechatSignedConfig } from '../shared/wechat'

/**
 * Inside WeChat provides `$wechat`, the one client of this web view and the stack of share cards on it. Outside WeChat no
 * request and no script comes from it.
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
    const wechat = platform && connect(platform, landingUrl)
    if (wechat)
      nuxtApp.hook('page:loading:end', () => wechat.shares.urlSettled())
    return { provide: { wechat } }
  },
})

function connect(platform: WechatPlatform, landingUrl: string) {
  const { sdkUrls } = useRuntimeConfig().public.wechat
  const client = new WechatClient({
    platform,
    landingUrl,
    currentUrl: () => withoutHash(window.location.href),
    loadSdk: createSdkLoader(String(sdkUrls).split(',').map(url => url.trim()).filter(Boolean)),
    fetchConfig: url => $fetch<WechatSignedConfig>(configPath(url), { retry: 0, timeout: CONFIG_TIMEOUT_MS })
      .catch((error: unknown) => {
        throw toConfigError(error)
      }),
    onRefused: createRefusalReporter(platform, readWechatVersion(navigator.userAgent), sendReport),
  })
  return { client, shares: new ShareStack(client, () => window.location.href) }
}
