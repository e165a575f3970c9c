import type { WechatPlatform, WechatReport } from '../shared/wechat'
import type { WechatSdkError } from './wechat-sdk-error'

/** So many in the life of a page say what there is to say. */
const MOST_REPORTS = 5

/**
 * Tells the server of refusals, each kind on each path once.
 *
 * @param version of WeChat's client.
 */
export function createRefusalReporter(platform: WechatPlatform, version: string, send: (report: WechatReport) => void) {
  const told = new Set<string>()
  return ({ errMsg }: WechatSdkError, signedUrl: string): void => {
    // Neither query nor hash: they may hold what is nobody's business.
    const path = new URL(signedUrl).pathname
    const key = `${errMsg} ${path}`
    // The server takes no report without a reason.
    if (!errMsg || told.has(key) || told.size >= MOST_REPORTS)
      return
    told.add(key)
    send({ errMsg: errMsg.slice(0, 200), path: path.slice(0, 500), platform, version: /^(?:\d+(?:\.\d+){0,4})?$/.test(version) ? version.slice(0, 24) : '' })
  }
}

/** Sends it even if the page goes; that it did not arrive is nobody's concern. */
export function sendReport(report: WechatReport): void {
  fetch('/api/wx/report', { method: 'POST', body: JSON.stringify(report), keepalive: true }).catch(() => {})
}
