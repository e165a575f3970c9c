import type { WechatSignedConfig } from '../../shared/wechat'
import type { WechatClientKind } from '../../shared/wechat-client'
import { withoutHash } from '../../shared/without-hash'
import { WechatBridgeClient } from './bridge/bridge-client'
import { Configs } from './configs'
import { WechatSdkError } from './error'
import type { FirstConfig } from './first-config'
import { onAddressChange, onPageRestored } from './page/address'
import { isHashMode, type WechatRouter } from './page/hash-mode'
import { readWechatVersion } from './platform'
import { createSdkLoader } from './bridge/sdk'
import { configPath, CONFIG_TIMEOUT_MS, createRefusalReporter, sendReport, toConfigError } from './server'
import { ShareStack } from './share/share-stack'

/** The one client of this web view, and the share cards on its pages. */
export interface WechatConnection {
  client: WechatBridgeClient
  shares: ShareStack
  /** Calls back when the page's address has settled, or the client may have forgotten its configuration; until `stop`. */
  onSettled: (callback: () => void) => { stop: () => void }
  /** Calls back when the client says that it shows no open tags, also where it has said so before; until `stop`. */
  onOpenTagsRefused: (callback: (error: WechatSdkError) => void) => { stop: () => void }
}

interface WechatConnectionOptions extends WechatClientKind {
  /** The URL, without hash, of the page that this web view loaded first. */
  landingUrl: string
  /** What came with the HTML. */
  first?: FirstConfig
  /** Where the JS-SDK is, by comma, tried in order. */
  sdkUrls: string
  /** `app.baseURL` */
  baseURL: string
  /** The app's router, once it is there. */
  router: () => WechatRouter | undefined
  /** Nuxt's hooks. */
  hook: (name: 'app:created' | 'page:loading:end', callback: () => void) => unknown
}

/** Connects the page with WeChat's client. A chunk of its own, which only a page inside WeChat loads. */
export function connectWechat({ landingUrl, first, sdkUrls, baseURL, router, hook, ...kind }: WechatConnectionOptions): WechatConnection {
  const configs = new Configs(url => $fetch<WechatSignedConfig>(configPath(url), { retry: 0, timeout: CONFIG_TIMEOUT_MS })
    .catch((error: unknown) => {
      throw toConfigError(error)
    }), first?.answer ? undefined : first)
  const client = new WechatBridgeClient({
    ...kind,
    landingUrl,
    currentUrl: () => withoutHash(window.location.href),
    loadSdk: createSdkLoader(sdkUrls.split(',').map(url => url.trim()).filter(Boolean)),
    fetchConfig: url => configs.fetch(url),
    onRefused: createRefusalReporter(kind, readWechatVersion(navigator.userAgent), report => sendReport(report, baseURL)),
  })
  if (first?.answer)
    client.adopt(first, first.answer)
  // The HTML had the browser fetch the script, too: it runs before the page is hydrated, not after.
  else if (first)
    client.loadSdk().catch(() => {})
  const settled = createSignal()
  const openTagsRefused = createSignal<WechatSdkError>()
  let lastRefusal: WechatSdkError | undefined
  const connection: WechatConnection = {
    client,
    shares: new ShareStack(client, () => window.location.href, () => isHashMode(router())),
    onSettled: settled.on,
    onOpenTagsRefused(callback) {
      if (lastRefusal)
        callback(lastRefusal)
      return openTagsRefused.on(callback)
    },
  }

  const askAheadOf = (fullPath: string) => {
    const url = withoutHash(new URL(router()?.resolve?.(fullPath).href ?? fullPath, window.location.href).href)
    if (client.signsEachPage && url !== withoutHash(window.location.href))
      configs.askAhead(url)
  }
  const watchNavigations = () => router()?.beforeEach?.(({ fullPath }) => askAheadOf(fullPath))
  if (router())
    watchNavigations()
  else
    hook('app:created', watchNavigations)

  const readRoute = () => router()?.currentRoute?.value
  let route = readRoute()
  const settle = () => {
    route = readRoute()
    connection.shares.urlSettled()
    settled.send(undefined)
  }
  hook('page:loading:end', settle)
  onAddressChange(() => {
    // A navigation's address comes before its page, whose card waits for both; the page's own change has no other route.
    if (route === readRoute())
      settle()
    else
      route = readRoute()
  })
  onPageRestored(() => {
    client.renew().catch(() => {})
    connection.shares.renew()
    settled.send(undefined)
  })
  document.addEventListener('WeixinOpenTagsError', (event) => {
    const { errMsg }: { errMsg?: unknown } = Object(Object(event).detail)
    lastRefusal = new WechatSdkError('openTag', `openTag:${String(errMsg ?? 'fail')}`, { hint: 'This client shows no open tags; the rest of the JS-SDK works.', refused: true })
    openTagsRefused.send(lastRefusal)
  })
  new MutationObserver(() => connection.shares.titleSettled()).observe(document.head, { childList: true, subtree: true, characterData: true })
  return connection
}

function createSignal<Value = undefined>() {
  const callbacks = new Set<(value: Value) => void>()
  return {
    on(callback: (value: Value) => void) {
      callbacks.add(callback)
      return { stop: () => void callbacks.delete(callback) }
    },
    send: (value: Value) => callbacks.forEach(callback => callback(value)),
  }
}
