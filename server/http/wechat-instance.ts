import { useNitroApp, useStorage } from 'nitropack/runtime'
import type { WechatHealth } from '../../shared/wechat'
import { createUnconfiguredWechat, createWechat, type Wechat } from '../wechat'
import { getBase, getConfig } from './config/config'
import { wechatLog } from './observability/log'
import { createMetrics, type WechatMetrics } from './observability/metrics'
import { getStorageKind, openStorage } from './storage/open-storage'

let wechat: Wechat | undefined
let metrics: WechatMetrics | undefined

/**
 * The account's one {@link Wechat} of this process: what all requests share on purpose is its ticket.
 *
 * @throws {WechatError} `wechat_not_configured`, where a variable is wrong.
 */
export function getWechat(): Wechat {
  return wechat ??= connect()
}

/** What this process counts, where `NUXT_WECHAT_METRICS_PATH` asks for it. */
export function getMetrics(): WechatMetrics | undefined {
  if (getConfig().metricsPath)
    metrics ??= createMetrics(() => getWechat().health())
  return metrics
}

/**
 * The ages of token and ticket, and the last failure: neither WeChat nor the storage is asked.
 *
 * @throws {WechatError} `wechat_not_configured`, where a variable is wrong.
 */
export function getHealth(): WechatHealth {
  const health = getWechat().health()
  return { ...health, storage: { kind: getStorageKind(getConfig().storage), ...health.storage } }
}

function connect(): Wechat {
  const config = getConfig()
  if (!config.appId || !config.appSecret)
    return createUnconfiguredWechat()
  const { driver, lock } = openStorage(config.storage)
  const { localFetch } = useNitroApp()
  // An address that is a path is answered by this app itself.
  const toOwnPath = (address: string) => address.startsWith('/') ? getBase() + address : address
  return createWechat({
    ...config,
    apiBase: toOwnPath(config.apiBase),
    openBase: toOwnPath(config.openBase),
    storage: useStorage('wechat'),
    lock,
    storageReady: driver.then(loaded => useStorage().mount('wechat', loaded)),
    log: wechatLog,
    observer: getMetrics()?.observer,
    fetch: config.apiBase.startsWith('/') ? (input, init) => localFetch(String(input), init) : undefined,
  })
}
