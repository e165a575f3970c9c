import { useNitroApp } from 'nitropack/runtime'
import type { WechatReport } from '../../../shared/wechat'
import { wechatLog } from '../observability/log'
import { toReportKind } from '../observability/report-kind'
import { createRateLimit, type RateLimit } from '../request/rate-limit'
import { getWechat } from '../wechat-instance'

/** A page sends few; so does a whole site whose configuration works. As each is one short line, it bounds the log of a flood, too. */
const PER_ADDRESS = 10
const PER_PROCESS = 300

let limits: { address: RateLimit, process: RateLimit } | undefined

/**
 * Counts a report, so that no client fills the log.
 *
 * @param keys the client's, see `toRateLimitKeys`.
 * @throws {WechatError} `rate_limited`
 */
export async function limitReports(keys: string[]): Promise<void> {
  limits ??= { address: createRateLimit(PER_ADDRESS), process: createRateLimit(PER_PROCESS) }
  // In this order: what an address has too much of takes nothing from the others.
  await limits.address.count(...keys)
  await limits.process.count('')
}

/** Logs and counts a report. Reports of invalid signatures make the ticket suspect. */
export function takeReport({ errMsg, path, platform, host, version }: WechatReport): void {
  const kind = toReportKind(errMsg)
  const client = [platform, host !== 'wechat' && host, version].filter(Boolean).join(' ')
  const hint = host === 'wecom' ? ' WeCom takes the corporation\'s own id and signature only.' : ''
  wechatLog.warn(`WeChat refused a page: ${errMsg} at ${path} (${client}).${hint}`, { event: 'page_refused', kind, path, platform, host, version })
  // A listener of the app may fail: that is logged, and no page waits for it.
  useNitroApp().hooks.callHook('wechat:report', { kind, platform, host })?.catch((error: unknown) => wechatLog.error(`wechat:report: ${String(error)}`, { event: 'hook_failed' }))
  // What WeCom refuses tells nothing of this account's ticket.
  if (kind === 'invalid_signature' && host !== 'wecom')
    getWechat().reportInvalidSignature()
}
