import { expect, it } from 'vitest'
import { toReportKind } from '../../server/http/observability/report-kind'

it.each([
  ['config:invalid signature', 'invalid_signature'],
  ['config:invalid url domain, rid: 1', 'invalid_url_domain'],
  ['config:permission denied', 'permission_denied'],
  ['updateTimelineShareData:permission denied', 'permission_denied'],
  ['updateAppMessageShareData:fail, link must be in js secure domain list', 'share_refused'],
  ['onMenuShareAppMessage:fail', 'share_refused'],
  ['config:invalid appid', 'other'],
  ['anything', 'other'],
])('"%s" counts as %s', (errMsg, kind) => {
  expect(toReportKind(errMsg)).toBe(kind)
})
