import type { WechatHost, WechatPlatform } from '../../../shared/wechat'

/** What WeChat's client refused, as far as its message tells. */
export type WechatReportKind = 'invalid_signature' | 'invalid_url_domain' | 'permission_denied' | 'share_refused' | 'other'

declare module 'nitropack/types' {
  interface NitroRuntimeHooks {
    /** A page has reported a refusal. */
    'wechat:report': (report: { kind: WechatReportKind, platform: WechatPlatform, host: WechatHost }) => void
  }
}

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
