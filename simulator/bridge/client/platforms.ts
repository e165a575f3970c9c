/** What WeChat's clients run on. */
export const platforms = ['ios', 'android', 'harmony', 'pc', 'devtools'] as const

export type Platform = typeof platforms[number]

/** Which app shows the page: WeChat itself, WeCom (企业微信), or a mini program's web view. */
export const hosts = ['wechat', 'wecom', 'miniprogram'] as const

export type Host = typeof hosts[number]

/** Languages of WeChat, as its user agent names them. */
export type ClientLanguage = 'zh_CN' | 'en'

/** The URL that a signature is checked against: the first page of the web view, the page as it is now, or one of the two. */
export type SignedUrl = 'landing' | 'current' | 'either'

export interface PlatformTraits {
  /** `navigator.userAgent`. */
  userAgent: string
  /** `navigator.platform`: the JS-SDK takes Mac and Windows for a desktop client. */
  navigatorPlatform: string
  checks: SignedUrl
  /** Whether nested answers come as JSON text, as from Android's Java side. */
  nestsAsText: boolean
  /** Whether a scan comes as JSON text around the code. */
  wrapsScan: boolean
  /** Whether chosen pictures are addresses that only `getLocalImgData` opens. */
  hidesPictures: boolean
  /** Whether a configuration without a single API is refused. */
  refusesEmptyList: boolean
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
    refusesEmptyList: false,
    hasNewShareCalls: true,
  },
  android: {
    userAgent: 'Mozilla/5.0 (Linux; Android 14; 23127PN0CC Build/UKQ1.230804.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/134.0.6998.136 Mobile Safari/537.36 XWEB/1340129 MMWEBSDK/20250201 MMWEBID/4822 MicroMessenger/8.0.60.2860(0x28003C35) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64',
    navigatorPlatform: 'Linux aarch64',
    checks: 'current',
    nestsAsText: true,
    wrapsScan: false,
    hidesPictures: false,
    refusesEmptyList: true,
    hasNewShareCalls: true,
  },
  // HarmonyOS NEXT: no "Android" in it, so that the JS-SDK opens no text; and versions that begin anew.
  harmony: {
    userAgent: 'Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile MicroMessenger/1.0.6.40(0xf3000628) Weixin NetType/WIFI Language/zh_CN',
    navigatorPlatform: 'Linux aarch64',
    checks: 'current',
    nestsAsText: true,
    wrapsScan: false,
    hidesPictures: false,
    refusesEmptyList: false,
    hasNewShareCalls: true,
  },
  pc: {
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/8.0.60.1781(0x6700143B) WindowsWechat(0x63090c33) XWEB/13639 Flue',
    navigatorPlatform: 'Win32',
    checks: 'current',
    nestsAsText: false,
    wrapsScan: false,
    hidesPictures: false,
    refusesEmptyList: false,
    hasNewShareCalls: true,
  },
  devtools: {
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari/604.1 wechatdevtools/1.06.2412050 wxdebugger MicroMessenger/8.0.60 Language/zh_CN webview/',
    navigatorPlatform: 'MacIntel',
    checks: 'current',
    nestsAsText: false,
    wrapsScan: true,
    hidesPictures: false,
    refusesEmptyList: false,
    hasNewShareCalls: true,
  },
}

export interface ClientVersion {
  platform: Platform
  /** @default 'wechat' */
  host?: Host
  /** The WeChat of 2018, without the new share calls. WeCom and HarmonyOS have none. */
  oldClient?: boolean
  /** @default 'zh_CN' */
  language?: ClientLanguage
  /** Where reports contradict each other: what signatures are checked against; default: what the platform is known for. */
  signedUrl?: SignedUrl
  /** Where it is not known (HarmonyOS): whether nested answers come as text. */
  nestsAsText?: boolean
}

/** How one client looks and behaves. */
export function traitsOf({ platform, host = 'wechat', oldClient = false, language = 'zh_CN', ...unsure }: ClientVersion): PlatformTraits {
  const { userAgent, hasNewShareCalls, checks, nestsAsText, ...rest } = traits[platform]
  const inHost = dress(userAgent.replace('Language/zh_CN', `Language/${language}`), host)
  const isOld = oldClient && inHost.includes('MicroMessenger/8.0.60')
  return {
    ...rest,
    userAgent: isOld ? inHost.replace('MicroMessenger/8.0.60', 'MicroMessenger/6.6.7') : inHost,
    checks: unsure.signedUrl ?? (host === 'wecom' ? 'current' : checks),
    nestsAsText: unsure.nestsAsText ?? nestsAsText,
    hasNewShareCalls: hasNewShareCalls && host === 'wechat' && !isOld,
  }
}

/** The user agent of an app that shows the page: WeCom has a number of its own and an older WeChat inside. */
function dress(userAgent: string, host: Host): string {
  switch (host) {
    case 'wechat':
      return userAgent
    case 'wecom':
      return userAgent.replace(/MicroMessenger\/\S+/, 'wxwork/4.1.36 MicroMessenger/7.0.1')
    case 'miniprogram':
      return `${userAgent} miniProgram/wx9f8e7d6c5b4a3210`
  }
}
