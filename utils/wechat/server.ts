import { FetchError } from 'ofetch'
import { withBase } from '../../shared/site-path'
import type { WechatErrorData, WechatReport } from '../../shared/wechat'
import type { WechatClientKind } from '../../shared/wechat-client'
import { WechatSdkError } from './error'

/** Longer than the server may need when it has to ask WeChat first. */
export const CONFIG_TIMEOUT_MS = 12_000

/** `GET /api/wx/config` for a page, encoded so that the server gets the URL byte for byte. */
export function configPath(url: string): string {
  return `/api/wx/config?url=${encodeURIComponent(url)}`
}

/** The server's refusal, with its code and what to do, or that it cannot be reached. */
export function toConfigError(error: unknown): WechatSdkError {
  const { data }: { data?: WechatErrorData } = error instanceof FetchError ? error.data ?? {} : {}
  return data?.code
    ? new WechatSdkError('config', `config:${data.code}`, { hint: data.hint })
    : new WechatSdkError('config', 'config:server unreachable', { hint: 'The page\'s own server did not answer.' })
}

/** So many in the life of a page say what there is to say. */
const MAX_REPORTS = 5

/**
 * Tells the server of refusals, each kind on each path once.
 *
 * @param version of WeChat's client.
 */
export function createRefusalReporter({ platform, host }: WechatClientKind, version: string, send: (report: WechatReport) => void) {
  const told = new Set<string>()
  return ({ errMsg }: WechatSdkError, signedUrl: string): void => {
    // Neither query nor hash: they may hold what is private.
    const path = new URL(signedUrl).pathname
    const key = `${errMsg} ${path}`
    // The server takes no report without a reason.
    if (!errMsg || told.has(key) || told.size >= MAX_REPORTS)
      return
    told.add(key)
    send({ errMsg: errMsg.slice(0, 200), path: path.slice(0, 500), platform, host, version: /^(?:\d+(?:\.\d+){0,4})?$/.test(version) ? version.slice(0, 24) : '' })
  }
}

/** Sends it even if the page goes; a lost report costs nothing. */
export function sendReport(report: WechatReport, baseURL: string): void {
  fetch(withBase('/api/wx/report', baseURL), { method: 'POST', body: JSON.stringify(report), keepalive: true }).catch(() => {})
}
