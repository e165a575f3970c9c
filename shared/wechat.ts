/**
 * What server and browser say to each other about WeChat.
 */

/** The answer of `GET /api/wx/config`: what `wx.config` needs, and the URL that was signed. */
export interface WechatSignedConfig {
  appId: string
  /** Seconds since 1970. */
  timestamp: number
  nonceStr: string
  /** SHA-1, 40 hex digits. */
  signature: string
  /** The string that was signed, byte for byte what the page asked for, without its fragment. */
  url: string
}

/** The signature in the first HTML of a page. */
export interface WechatFirstConfig extends WechatSignedConfig {
  /** How long its ticket was good when the page was rendered. */
  validForMs: number
  /** What WeChat's client is asked for before the page is hydrated, by the bridge's names. */
  verifyJsApiList: string[]
}

/** The `id` of the element with it. */
export const FIRST_CONFIG_ID = 'wechat-config'

/** What a share card shows. */
export interface WechatShareData {
  title: string
  /** One or two lines below the title. Moments do not show it. */
  desc?: string
  /** The page that the card opens. Left out: this page, without hash, and without what WeChat and its sign-in add to an address. */
  link?: string
  /** A square picture of 300 px or more; absolute, or relative to the page. */
  imgUrl?: string
}

/** WeChat's open tags. */
export type WechatOpenTagName = 'wx-open-launch-weapp' | 'wx-open-launch-app' | 'wx-open-subscribe' | 'wx-open-audio'

/** `data` of every failure that the server answers under `/api/wx`. */
export interface WechatErrorData {
  /** For programs. */
  code: WechatErrorCode
  /** For developers: what to do next. */
  hint: string
  /** WeChat's own number, where WeChat gave one. */
  errcode?: number
}

export type WechatErrorCode
  = | 'url_missing' | 'url_not_encoded' | 'url_invalid' | 'url_not_href' | 'url_host_not_allowed' | 'url_too_long'
    | 'wechat_not_configured' | 'wechat_unreachable' | 'wechat_timeout' | 'wechat_busy' | 'wechat_secret_invalid'
    | 'wechat_appid_invalid' | 'wechat_ip_not_allowed' | 'wechat_secret_frozen' | 'wechat_quota_exceeded'
    | 'wechat_rate_limited' | 'wechat_unauthorized' | 'wechat_account_restricted' | 'wechat_bad_response' | 'wechat_error'
    | 'oauth_state_invalid' | 'oauth_code_invalid' | 'oauth_denied' | 'oauth_snapshot_user' | 'redirect_invalid' | 'scope_invalid'
    | 'media_invalid' | 'media_too_large' | 'media_is_video'
    | 'sign_in_not_configured' | 'signed_out' | 'cross_site' | 'rate_limited' | 'report_invalid' | 'report_too_large'

/** The body of `POST /api/wx/report`: WeChat's client refused a configuration or a share card. */
export interface WechatReport {
  /** As the JS-SDK has it: `config:invalid signature`. At most 200 characters. */
  errMsg: string
  /** The path of the URL that was signed, without query. At most 500 characters. */
  path: string
  platform: WechatPlatform
  host: WechatHost
  /** Of WeChat's client, `8.0.50`, or empty. */
  version: string
}

/** What WeChat's client runs on. */
export const wechatPlatforms = ['ios', 'android', 'harmony', 'pc', 'devtools'] as const

export type WechatPlatform = typeof wechatPlatforms[number]

/** Which app shows the page: WeChat itself, WeCom (企业微信), or a mini program's web view. */
export const wechatHosts = ['wechat', 'wecom', 'miniprogram'] as const

export type WechatHost = typeof wechatHosts[number]

/** The answer of `GET /api/wx/health`: ages and codes, nothing secret. It is 200 for `ok`, otherwise 503. */
export interface WechatHealth {
  /**
   * - `ok`: a valid ticket is held, and pages are signed, also while renewals fail.
   * - `unavailable`: there is no valid ticket.
   * - `not_configured`: AppID or AppSecret is missing.
   * - `stopping`: the process was told to end, by SIGTERM.
   */
  status: 'ok' | 'unavailable' | 'not_configured' | 'stopping'
  /** `state` is `failing` from a failed command until one succeeds ten seconds or more after the last failure. */
  storage: { kind: 'memory' | 'fs' | 'redis', state: 'ok' | 'failing' }
  /** `null`: this process holds no valid one. */
  accessToken: WechatCredentialHealth | null
  /** `null`: this process holds no valid one. */
  jsapiTicket: WechatCredentialHealth | null
  /** The last failure at WeChat's API; `null` once the credential that met it is renewed. */
  lastFailure: WechatFailureHealth | null
}

export interface WechatCredentialHealth {
  /** Since WeChat gave it. */
  ageSeconds: number
  expiresInSeconds: number
}

export interface WechatFailureHealth {
  code: WechatErrorCode
  /** WeChat's own number, where WeChat gave one. */
  errcode?: number
  /** The API path that failed, without query. */
  endpoint: string
  agoSeconds: number
  /** Until WeChat is asked again; 0 while it is. */
  retryInSeconds: number
}

/**
 * What an app adds to the user, from its hook `wechat:signed-in`.
 *
 * @example
 * declare module 'nuxt-wechat/types' {
 *   interface WechatUserFields { id?: number }
 * }
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an app augments it
export interface WechatUserFields {}

/** The user who is signed in: what WeChat told, and what the app adds. */
export interface WechatUser extends WechatIdentity, WechatUserFields {}

/** The user, as far as WeChat tells: with `snsapi_base` the openid alone. */
export interface WechatIdentity {
  /** The user's id in this account; it differs between accounts. */
  openid: string
  /** The user's id in all accounts of one open platform. */
  unionid?: string
  nickname?: string
  /** May stop working any day: when the user changes the picture, the old address ends. */
  headimgurl?: string
  /** What the user granted, by comma. */
  scope: string
}
