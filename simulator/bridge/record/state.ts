import type { Explanation } from '../../api/signature/explain'
import type { Host, Platform } from '../client/platforms'

/** JSON as it crosses the bridge. */
export type Params = Record<string, unknown>

/** A share as WeChat keeps it: what the page gave, unchanged. */
export interface Card {
  title?: string
  desc?: string
  link?: string
  imgUrl?: string
  /** The page that gave it, without hash. */
  pageUrl: string
  /** By `update…ShareData`, or by a listener at the moment of sharing. */
  via: 'data' | 'listener' | 'mini-program'
}

/** Where a share goes. The phone's menu has the first two. */
export type ShareTarget = 'chat' | 'moments' | 'qq' | 'qzone' | 'weibo' | 'wechat'

/** One share by the user: with a card, or the bare link. */
export interface Share {
  to: ShareTarget
  card?: Card
  link: string
}

/** Where the page had a signature from: an answer of a server, or its own HTML. Times in milliseconds since 1970. */
export type SignatureSource
  = | { kind: 'request', method: string, url: string, at: number, durationMs: number }
    | { kind: 'html' }

/** One `wx.config`, as this client judged it. */
export interface Configuration {
  id: number
  /** When it was called, in milliseconds since 1970. */
  at: number
  /** Milliseconds until the client answered. */
  durationMs: number
  /** Where the signature came from, if that is known. */
  source?: SignatureSource
  /** Whether an earlier `wx.config` of this page had the same signature. */
  isReused: boolean
  ok: boolean
  /** Without the name in front: `ok`, `fail_invalid signature`. */
  verdict: string
  /** The URL that this client checked against. */
  checkedUrl: string
  /** What the page sent. */
  params: Params
  /** The string that was signed, of an accepted one. Secrets are masked. */
  signed?: string
  /** Why it was refused. */
  explanation?: Explanation
}

/**
 * Why a call is not allowed: the API is not in the last configuration's list, no configuration was accepted yet, the last one
 * was refused, or the one that was accepted is for another URL.
 */
export type RefusalReason = 'not-listed' | 'not-configured' | 'refused' | 'other-url'

/** Something that happened, for the log. */
interface Logged {
  /** 1, 2, 3 in the order of their beginning. */
  id: number
  /** When it began, in milliseconds since 1970. */
  at: number
  /** Milliseconds until it was answered; none while it is under way. */
  durationMs?: number
}

/** A call of the page to the client. Long texts are shortened. */
export interface BridgeCall extends Logged {
  name: string
  params: Params
  /** None while it is made. */
  answer?: Params
  refused?: RefusalReason
}

/** A request of the page's scripts to a server. Long texts are shortened. */
export interface PageRequest extends Logged {
  method: string
  url: string
  body?: unknown
  /** 0 where the network failed. */
  status?: number
  answer?: unknown
}

/** What only a user can answer: a picture, a place, a code, an address, a payment. */
export interface Question {
  id: number
  name: 'chooseImage' | 'geoLocation' | 'scanQRCode' | 'editAddress' | 'getBrandWCPayRequest'
  params: Params
}

/** What a user answered; nothing where they cancelled. */
export type DeviceAnswer
  = | { pictures: string[] }
    | { latitude: number, longitude: number }
    | { code: string }
    | { isAllowed: true }
    | { paid: true }
    | undefined

/** What the client shows over the page. */
export type Viewing
  = | { id: number, kind: 'pictures', urls: string[], current: string }
    | { id: number, kind: 'place', latitude: number, longitude: number, name: string, address: string }
  /** Where the page moved the mini program around it: `navigateTo` and its page. */
    | { id: number, kind: 'mini-program', move: string, url?: string }

/** All that this client knows of the page. Plain JSON. */
export interface WechatState {
  platform: Platform
  host: Host
  /** When this page was loaded, in milliseconds since 1970. */
  openedAt: number
  /** The first URL of this web view, without hash. */
  landingUrl: string
  /** The page as it is now. */
  url: string
  title: string
  /** Oldest first. */
  configurations: Configuration[]
  /** Bridge names that the page may use now. */
  granted: string[]
  cards: Partial<Record<ShareTarget, Card>>
  shares: Share[]
  /** How often the page said what it gives when the user shares, as by `onMenuShareTimeline`. */
  shareListenersSet: number
  calls: BridgeCall[]
  requests: PageRequest[]
  questions: Question[]
  viewing?: Viewing
  /** Names of the menu's items that the page hides; all of them where it hid the menu. */
  hiddenMenuItems: string[]
  closed: boolean
  /** What the page left for the mini program around it, which gets it when it is shared or left. */
  miniProgramMessages: unknown[]
}
