import { expect, it } from 'vitest'
import { createPrometheus } from '../../server/http/observability/prometheus'

/** The samples of our own metrics, less Node's. */
async function samples({ render }: ReturnType<typeof createPrometheus>): Promise<string[]> {
  return (await render()).split('\n').filter(line => line.startsWith('wechat_') && !line.startsWith('wechat_lock_wait_seconds_bucket'))
}

const zero = ['wechat_renewals_total{credential="access_token"} 0', 'wechat_renewals_total{credential="jsapi_ticket"} 0']
const noWait = ['wechat_lock_wait_seconds_sum 0', 'wechat_lock_wait_seconds_count 0']

it('without a ticket there is no age of one, and renewals begin with 0', async () => {
  expect(await samples(createPrometheus(() => ({ jsapiTicket: null })))).toEqual([...zero, ...noWait])
})

it('the ticket\'s age and rest are those of the moment of the scrape, and end with the ticket', async () => {
  let jsapiTicket: { ageSeconds: number, expiresInSeconds: number } | null = { ageSeconds: 7, expiresInSeconds: 7193 }
  const prometheus = createPrometheus(() => ({ jsapiTicket }))
  expect(await samples(prometheus)).toEqual(expect.arrayContaining(['wechat_ticket_age_seconds 7', 'wechat_ticket_expires_in_seconds 7193']))
  jsapiTicket = { ageSeconds: 8, expiresInSeconds: 7192 }
  expect(await samples(prometheus)).toEqual(expect.arrayContaining(['wechat_ticket_age_seconds 8', 'wechat_ticket_expires_in_seconds 7192']))
  jsapiTicket = null
  expect(await samples(prometheus)).toEqual([...zero, ...noWait])
})

it('requests, renewals, failed calls, reports and waits are counted by what they are', async () => {
  const prometheus = createPrometheus(() => ({ jsapiTicket: null }))
  prometheus.countRequest('/api/wx/config', 'ok')
  prometheus.countRequest('/api/wx/config', 'ok')
  prometheus.countRequest('/api/wx/config', 'url_missing')
  prometheus.countRenewal('jsapi_ticket')
  prometheus.countFailure({ endpoint: '/cgi-bin/token', code: 'wechat_busy', errcode: -1 })
  prometheus.countFailure({ endpoint: '/cgi-bin/token', code: 'wechat_timeout' })
  prometheus.countReport('invalid_signature', 'ios')
  prometheus.addLockWait(0.4)
  expect(await samples(prometheus)).toEqual([
    'wechat_requests_total{route="/api/wx/config",code="ok"} 2',
    'wechat_requests_total{route="/api/wx/config",code="url_missing"} 1',
    'wechat_renewals_total{credential="access_token"} 0',
    'wechat_renewals_total{credential="jsapi_ticket"} 1',
    'wechat_api_failures_total{endpoint="/cgi-bin/token",code="wechat_busy",errcode="-1"} 1',
    'wechat_api_failures_total{endpoint="/cgi-bin/token",code="wechat_timeout",errcode=""} 1',
    'wechat_client_reports_total{kind="invalid_signature",platform="ios"} 1',
    'wechat_lock_wait_seconds_sum 0.4',
    'wechat_lock_wait_seconds_count 1',
  ])
})

it('an errcode that is none of WeChat\'s makes no series of its own', async () => {
  const prometheus = createPrometheus(() => ({ jsapiTicket: null }))
  for (const errcode of [Number.NaN, 1e21, 0.5, 123456789])
    prometheus.countFailure({ endpoint: '/cgi-bin/token', code: 'wechat_error', errcode })
  expect(await samples(prometheus)).toContain('wechat_api_failures_total{endpoint="/cgi-bin/token",code="wechat_error",errcode="other"} 4')
})

it('two of them share nothing', async () => {
  const [one, other] = [0, 1].map(() => createPrometheus(() => ({ jsapiTicket: null })))
  one?.countRenewal('access_token')
  expect(other && await samples(other)).toContain('wechat_renewals_total{credential="access_token"} 0')
})
