import { createError, defineEventHandler, setResponseHeaders, type H3Event } from 'h3'
import type { NitroApp } from 'nitropack/types'
import type { WechatHealth, WechatPlatform } from '../../../shared/wechat'
import type { WechatObserver } from '../../wechat'
import { wechatLog } from './log'
import type { WechatReportKind } from './report-kind'

export type WechatMetrics = ReturnType<typeof createMetrics>

/** What is counted in this process. prom-client costs a start about 30 ms: what happens until it is loaded is counted then. */
export function createMetrics(health: () => Pick<WechatHealth, 'jsapiTicket'>) {
  const loading = import('./prometheus').then(({ createPrometheus }) => createPrometheus(health))
  let isReported = false
  /** Counting delays no request and fails none. A failure repeats itself, so the first one is logged. */
  const count = (add: (prometheus: Awaited<typeof loading>) => void): void => {
    loading.then(add).catch((error: unknown) => {
      if (!isReported)
        wechatLog.error(`Metrics: ${String(error)}`, { event: 'metrics_failed' })
      isReported = true
    })
  }
  return {
    observer: {
      renewed: credential => count(({ countRenewal }) => countRenewal(credential)),
      callFailed: call => count(({ countFailure }) => countFailure(call)),
      waitedForLock: milliseconds => count(({ addLockWait }) => addLockWait(milliseconds / 1000)),
    } satisfies WechatObserver,
    countRequest: (route: string, code: string) => count(({ countRequest }) => countRequest(route, code)),
    countReport: (kind: WechatReportKind, platform: WechatPlatform) => count(({ countReport }) => countReport(kind, platform)),
    /** All numbers as Prometheus reads them. */
    async render(): Promise<{ contentType: string, text: string }> {
      const { contentType, render } = await loading
      return { contentType, text: await render() }
    },
  }
}

/**
 * Answers the metrics at a path, and counts the requests under `/api/wx` and what pages report.
 *
 * @param base stands before every path of the app.
 */
export function serveMetrics({ hooks, router }: NitroApp, base: string, path: string, metrics: WechatMetrics): void {
  router.get(path, defineEventHandler(async (event) => {
    // The router takes a slash at the end and percent-encoding as well, and a proxy's rule that keeps the path from the public does not.
    if (event.node.req.originalUrl?.split('?')[0] !== base + path)
      throw createError({ statusCode: 404, statusMessage: 'Not Found' })
    const { contentType, text } = await metrics.render()
    setResponseHeaders(event, { 'Content-Type': contentType, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' })
    return text
  }))
  hooks.hook('wechat:report', ({ kind, platform }) => metrics.countReport(kind, platform))
  hooks.hook('request', (event) => {
    if (event.path.startsWith(`${base}/api/wx/`))
      event.node.res.once('close', () => metrics.countRequest(...describeAnswer(event)))
  })
}

/** The route's template, never the request's path, whose values have no end. */
function describeAnswer({ context, node: { res } }: H3Event): [route: string, code: string] {
  const route = context.matchedRoute?.path ?? 'none'
  if (!res.writableFinished)
    return [route, 'aborted']
  return [route, context.wechatCode ?? (res.statusCode < 400 ? 'ok' : String(res.statusCode))]
}
