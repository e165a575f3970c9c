import { detectWechatClient, type WechatClientKind } from '../../shared/wechat-client'

/** The client that shows this page, in the browser. */
export function detectOwnClient(): WechatClientKind | undefined {
  return detectWechatClient(navigator.userAgent, window.__wxjs_environment)
}

/** The version of WeChat's client, `8.0.50`, or empty. */
export function readWechatVersion(userAgent: string): string {
  return /micromessenger\/(\d+(?:\.\d+)*)/i.exec(userAgent)?.[1] ?? ''
}

/** Which URL a client checks a signature against: that of the page it loaded first, or the current one. */
export type SignedUrl = 'landing' | 'current'

/** What the client is known to check; a refusal may prove it wrong. */
export function signedUrlOf({ platform, host }: WechatClientKind): SignedUrl {
  return platform === 'ios' && host !== 'wecom' ? 'landing' : 'current'
}
