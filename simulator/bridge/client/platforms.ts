/** The clients that the simulator plays. */
export const platforms = ['ios', 'android', 'pc', 'devtools', 'wecom'] as const

export type Platform = typeof platforms[number]

/** Languages of WeChat, as its user agent names them. */
export type ClientLanguage = 'zh_CN' | 'en'

export interface PlatformTraits {
  /** `navigator.userAgent`. */
  userAgent: string
  /** `navigator.platform`: the JS-SDK takes Mac and Windows for a desktop client. */
  navigatorPlatform: string
  /** The URL that a signature is checked against: the first page of the web view, or the page as it is now. */
  checks: 'landing' | 'current'
  /** Whether nested answers come as JSON text, as from Android's Java side. */
  nestsAsText: boolean
  /** Whether a scan comes as JSON text around the code. */
  wrapsScan: boolean
  /** Whether chosen pictures are addresses that only `getLocalImgData` opens. */
  hidesPictures: boolean
  /** Whether it has `updateAppMessageShareData` and `updateTimelineShareData`. */
  hasNewShareCalls: boolean
}

const traits: Record<Platform, PlatformTraits> = {
  ios: {
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.60(0x18003c31) NetType/WIFI Language/zh_CN',
    navigatorPlatform: 'iPhone',
    checks: 'landing',
    nestsAsText: false,
    wrapsScan: true,
    hidesPictures: true,
    hasNewShareCalls: true,
  },
  android: {
    userAgent: 'Mozilla/5.0 (Linux; Android 14; 23127PN0CC Build/UKQ1.230804.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/134.0.6998.136 Mobile Safari/537.36 XWEB/1340129 MMWEBSDK/20250201 MMWEBID/4822 MicroMessenger/8.0.60.2860(0x28003C35) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64',
    navigatorPlatform: 'Linux aarch64',
    checks: 'current',
    nestsAsText: true,
    wrapsScan: false,
    hidesPictures: false,
    hasNewShareCalls: true,
  },
  pc: {
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/8.0.60.1781(0x6700143B) WindowsWechat(0x63090c33) XWEB/13639 Flue',
    navigatorPlatform: 'Win32',
    checks: 'current',
    nestsAsText: false,
    wrapsScan: false,
    hidesPictures: false,
    hasNewShareCalls: true,
  },
  devtools: {
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari/604.1 wechatdevtools/1.06.2412050 wxdebugger MicroMessenger/8.0.60 Language/zh_CN webview/',
    navigatorPlatform: 'MacIntel',
    checks: 'current',
    nestsAsText: false,
    wrapsScan: true,
    hidesPictures: false,
    hasNewShareCalls: true,
  },
  // 企业微信: its own number, and an older WeChat inside.
  wecom: {
    userAgent: 'Mozilla/5.0 (Linux; Android 14; 23127PN0CC Build/UKQ1.230804.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 wxwork/4.1.36 MicroMessenger/7.0.1 NetType/WIFI Language/zh_CN ColorScheme/Light',
    navigatorPlatform: 'Linux aarch64',
    checks: 'current',
    nestsAsText: true,
    wrapsScan: false,
    hidesPictures: false,
    hasNewShareCalls: false,
  },
}

export interface ClientVersion {
  platform: Platform
  oldClient?: boolean
  language?: ClientLanguage
}

/** How one client looks and behaves. */
export function traitsOf({ platform, oldClient = false, language = 'zh_CN' }: ClientVersion): PlatformTraits {
  const { userAgent, hasNewShareCalls, ...rest } = traits[platform]
  const localised = userAgent.replace('Language/zh_CN', `Language/${language}`)
  return {
    ...rest,
    userAgent: oldClient ? localised.replace(/MicroMessenger\/8\.0\.60/, 'MicroMessenger/6.6.7') : localised,
    hasNewShareCalls: hasNewShareCalls && !oldClient,
  }
}
