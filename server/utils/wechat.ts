import { openStorage } from '../http/storage/open-storage'
import { createUnconfiguredWechat, createWechat, type Wechat } from '../wechat'
import { createMetrics, type WechatMetrics } from './metrics'
import type { WechatConfig } from './wechat-config'

let config: WechatConfig | undefined
let wechat: Wechat | undefined
let metrics: WechatMetrics | undefined

/** The configuration, read once at boot. One for the whole process, and never changed. */
export function useWechatConfig(): WechatConfig {
  const { wechat, session } = useRuntimeConfig()
  return config ??= readWechatConfig(process.env, { ...wechat, sessionPassword: session.password })
}

/** The account's one {@link Wechat} of this process: what all requests share on purpose is its ticket. */
export function useWechat(): Wechat {
  return wechat ??= connect()
}

/** What this process counts, where `NUXT_WECHAT_METRICS_PATH` asks for it. */
export function useWechatMetrics(): WechatMetrics | undefined {
  if (useWechatConfig().metricsPath)
    metrics ??= createMetrics(() => useWechat().health())
  return metrics
}

function connect(): Wechat {
  const { appId, appSecret, tokenEndpoint, apiBase, openBase, storage } = useWechatConfig()
  if (!appId || !appSecret)
    return createUnconfiguredWechat()
  const { driver, lock } = openStorage(storage)
  const { localFetch } = useNitroApp()
  return createWechat({
    appId,
    appSecret,
    tokenEndpoint,
    apiBase,
    openBase,
    storage: useStorage('wechat'),
    lock,
    storageReady: driver.then(loaded => useStorage().mount('wechat', loaded)),
    log: wechatLog,
    observer: useWechatMetrics()?.observer,
    // A base that is a path is answered by this app itself.
    fetch: apiBase.startsWith('/') ? (input, init) => localFetch(String(input), init) : undefined,
  })
}
