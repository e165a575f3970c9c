import type { WechatPlatform } from '../../shared/wechat'

/**
 * Tells WeChat's clients apart.
 *
 * @param userAgent `navigator.userAgent`
 * @returns `undefined` outside WeChat.
 */
export function detectWechatPlatform(userAgent: string): WechatPlatform | undefined {
  const agent = userAgent.toLowerCase()
  if (!agent.includes('micromessenger'))
    return undefined
  // DevTools and phones first: DevTools carries the user agent of the phone that it plays.
  if (/wechatdevtools|wxdebugger/.test(agent))
    return 'devtools'
  if (/iphone|ipad|ipod/.test(agent))
    return 'ios'
  // HarmonyOS NEXT has no "android" in it, and checks like Android.
  return /android|openharmony/.test(agent) ? 'android' : 'pc'
}

/** The version of WeChat's client, `8.0.50`, or empty. */
export function readWechatVersion(userAgent: string): string {
  return /micromessenger\/(\d+(?:\.\d+)*)/i.exec(userAgent)?.[1] ?? ''
}

/** Which URL a client checks a signature against: that of the page it loaded first, or the current one. */
export type SignedUrl = 'landing' | 'current'

/** What the platform is known to check; a refusal may prove it wrong. */
export function signedUrlOf(platform: WechatPlatform): SignedUrl {
  return platform === 'ios' ? 'landing' : 'current'
}
