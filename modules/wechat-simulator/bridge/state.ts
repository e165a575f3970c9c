import type { Platform } from './platforms'

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
  via: 'data' | 'listener'
}

export type ShareTarget = 'chat' | 'moments'

/** One share by the person: with a card, or the bare link. */
export interface Share {
  to: ShareTarget
  card?: Card
  link: string
}

/** One `wx.config`, as this client judged it. */
export interface Configuration {
  ok: boolean
  /** Without the name in front: `ok`, `fail_invalid signature`. */
  verdict: string
  /** The URL that this client checked against. */
  checkedUrl: string
  /** What the page sent. */
  params: Params
  /** What would have been right. */
  expected?: { url: string, signature?: string }
}

export interface BridgeCall {
  name: string
  params: Params
  /** None while it is made. */
  answer?: Params
}

/** All that this client knows of the page. Plain JSON. */
export interface WechatState {
  platform: Platform
  /** The first URL of this web view, without hash. */
  landingUrl: string
  /** Oldest first. */
  configurations: Configuration[]
  /** Bridge names that the page may use now. */
  granted: string[]
  cards: { chat?: Card, moments?: Card }
  shares: Share[]
  calls: BridgeCall[]
  closed: boolean
}
