/** What WeChat's client refused, as far as its words tell: one of a few, to be counted. */
export type WechatReportKind = 'invalid_signature' | 'invalid_url_domain' | 'permission_denied' | 'share_refused' | 'other'

/** @param errMsg as the JS-SDK has it: `config:invalid signature`. */
export function toReportKind(errMsg: string): WechatReportKind {
  if (/invalid signature/i.test(errMsg))
    return 'invalid_signature'
  if (/invalid url domain/i.test(errMsg))
    return 'invalid_url_domain'
  if (/(?:permission|access)[ _]denied/i.test(errMsg))
    return 'permission_denied'
  return /^(?:update\w+ShareData|onMenuShare\w+):/.test(errMsg) ? 'share_refused' : 'other'
}
