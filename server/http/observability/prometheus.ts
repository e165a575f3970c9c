import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { WechatHealth, WechatPlatform } from '../../../shared/wechat'
import type { CredentialName, FailedCall } from '../../wechat'
import type { WechatReportKind } from './report-kind'

/** WeChat's numbers have at most six digits today; each other text would be a series of its own. */
const ERRCODE = /^-?\d{1,7}$/

/**
 * This process's metrics in a registry of their own, with those of Node.
 *
 * @param health is asked at each scrape.
 */
export function createPrometheus(health: () => Pick<WechatHealth, 'jsapiTicket'>) {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  const createCounter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) => new Counter({ name, help, labelNames, registers })

  const requests = createCounter('wechat_requests_total', 'Requests under /api/wx by route and by what was answered: ok, an error\'s code, or an HTTP status', 'route', 'code')
  const renewals = createCounter('wechat_renewals_total', 'Access tokens and jsapi tickets that this process got from WeChat', 'credential')
  const failures = createCounter('wechat_api_failures_total', 'Failed calls of this process to WeChat\'s API, with WeChat\'s errcode where there was one', 'endpoint', 'code', 'errcode')
  const reports = createCounter('wechat_client_reports_total', 'Configurations and cards that WeChat\'s client refused, as pages report them', 'kind', 'platform')
  const lockWaits = new Histogram({
    name: 'wechat_lock_wait_seconds',
    help: 'How long this process waited while another one had the lock to ask WeChat',
    buckets: [0.25, 0.5, 1, 2, 4, 8],
    registers,
  })

  function addTicketGauge(name: string, help: string, read: (ticket: NonNullable<WechatHealth['jsapiTicket']>) => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        const { jsapiTicket } = health()
        // No value is no sample: 0 would be a fresh ticket.
        if (jsapiTicket)
          this.set(read(jsapiTicket))
        else
          this.remove()
      },
    })
  }
  addTicketGauge('wechat_ticket_age_seconds', 'How long ago WeChat gave the jsapi ticket; absent without a valid one', ticket => ticket.ageSeconds)
  addTicketGauge('wechat_ticket_expires_in_seconds', 'How long the jsapi ticket is still valid; absent without a valid one', ticket => ticket.expiresInSeconds)

  // A rate needs a series that begins with 0.
  for (const credential of ['access_token', 'jsapi_ticket'] satisfies CredentialName[])
    renewals.inc({ credential }, 0)

  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    countRequest: (route: string, code: string) => requests.inc({ route, code }),
    countRenewal: (credential: CredentialName) => renewals.inc({ credential }),
    countFailure({ endpoint, code, errcode }: FailedCall) {
      const known = errcode === undefined ? '' : String(errcode)
      failures.inc({ endpoint, code, errcode: known === '' || ERRCODE.test(known) ? known : 'other' })
    },
    countReport: (kind: WechatReportKind, platform: WechatPlatform) => reports.inc({ kind, platform }),
    addLockWait: (seconds: number) => lockWaits.observe(seconds),
  }
}
