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

/** What a share card shows. */
export interface WechatShareData {
  title: string
  /** One or two lines below the title. Moments do not show it. */
  desc?: string
  /** The page that the card opens. Left out: this page, without hash and without OAuth's `code` and `state`. */
  link?: string
  /** A square picture of 300 px or more; absolute, or relative to the page. */
  imgUrl?: string
}
