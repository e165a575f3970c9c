import type { WechatPlatform, WechatSignedConfig } from '../../shared/wechat'
import { WechatBridgeClient } from './bridge/bridge-client'
import { readWechatVersion } from './platform'
import { createSdkLoader } from './bridge/sdk'
import { configPath, CONFIG_TIMEOUT_MS, createRefusalReporter, sendReport, toConfigError } from './server'
import { ShareStack } from './share/share-stack'
import { withoutHash } from './url'

/** The one client of this web view, and the share cards on its pages. */
export interface WechatConnection {
  client: WechatBridgeClient
  shares: ShareStack
}

/**
 * Connects the page with WeChat's client. A chunk of its own, which only a page inside WeChat loads.
 *
 * @param landingUrl the URL, without hash, of the page that this web view loaded first.
 * @param sdkUrls where the JS-SDK is, by comma, tried in order.
 * @param baseURL `app.baseURL`
 */
export function connectWechat(platform: WechatPlatform, landingUrl: string, sdkUrls: string, baseURL: string): WechatConnection {
  const client = new WechatBridgeClient({
    platform,
    landingUrl,
    currentUrl: () => withoutHash(window.location.href),
    loadSdk: createSdkLoader(sdkUrls.split(',').map(url => url.trim()).filter(Boolean)),
    fetchConfig: url => $fetch<WechatSignedConfig>(configPath(url), { retry: 0, timeout: CONFIG_TIMEOUT_MS })
      .catch((error: unknown) => {
        throw toConfigError(error)
      }),
    onRefused: createRefusalReporter(platform, readWechatVersion(navigator.userAgent), report => sendReport(report, baseURL)),
  })
  const connection: WechatConnection = { client, shares: new ShareStack(client, () => window.location.href) }
  new MutationObserver(() => connection.shares.titleSettled()).observe(document.head, { childList: true, subtree: true, characterData: true })
  return connection
}
