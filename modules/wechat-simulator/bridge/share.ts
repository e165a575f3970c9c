import { type Permissions, urlWithoutHash } from './permissions'
import type { Recorder } from './recorder'
import type { Card, Params, Share, ShareTarget } from './state'

export type Listener = (event: Params) => void

/** Keeps what the page wants to be shared, and shares it when the person taps. */
export class Sharing {
  /** As in WeChat, the last listener of an event is the only one. */
  private readonly listeners = new Map<string, Listener>()

  constructor(private readonly recorder: Recorder, private readonly permissions: Permissions) {}

  listen(event: string, listener: Listener): void {
    this.listeners.set(event, listener)
  }

  /** Answers `updateAppMessageShareData` and `updateTimelineShareData`: `ok` says that the data was set. */
  keep(name: string, to: ShareTarget, params: Params): Params {
    const card = readCard(params, params.imgUrl, 'data')
    const problem = this.linkProblem(card)
    if (!problem)
      this.recorder.state.cards[to] = card
    return { err_msg: `${name}:${problem ?? 'ok'}` }
  }

  /** Answers `sendAppMessage` and `shareTimeline`, with which a page answers the tap on Share. */
  send(name: string, to: ShareTarget, params: Params): Params {
    const card = readCard(params, params.img_url, 'listener')
    const problem = this.linkProblem(card)
    if (!problem) {
      this.recorder.state.cards[to] = card
      this.record(to, card)
    }
    return { err_msg: `${name}:${problem ?? 'ok'}` }
  }

  /** What the person shares by the menu: kept data first, then what the page's listener gives, else the bare link. */
  async tap(to: ShareTarget): Promise<Share> {
    const kept = this.recorder.state.cards[to]
    if (kept?.via === 'data')
      return this.record(to, kept)
    const event = to === 'chat' ? 'menu:share:appmessage' : 'menu:share:timeline'
    const listener = this.listeners.get(event)
    if (listener && this.permissions.allows(event)) {
      const before = this.recorder.state.shares.length
      listener({ scene: to === 'chat' ? 'friend' : 'timeline' })
      await this.recorder.whenIdle()
      const share = this.recorder.state.shares.slice(before).find(one => one.to === to)
      if (share)
        return share
    }
    return this.record(to)
  }

  /** WeChat takes links to the JS safe domains only; no link at all is the page. */
  private linkProblem({ link }: Card): string | undefined {
    if (!link)
      return undefined
    if (!/^https?:/i.test(link) || !URL.canParse(link))
      return 'fail_invalid link'
    return this.permissions.allowsLink(link) ? undefined : 'fail, link must be in js secure domain list'
  }

  private record(to: ShareTarget, card?: Card): Share {
    const share: Share = { to, card, link: card?.link || urlWithoutHash() }
    this.recorder.state.shares.push(share)
    this.recorder.changed()
    return share
  }
}

function readCard(params: Params, imgUrl: unknown, via: Card['via']): Card {
  const text = (value: unknown) => value === undefined || value === null ? undefined : String(value)
  return { title: text(params.title), desc: text(params.desc), link: text(params.link), imgUrl: text(imgUrl), pageUrl: urlWithoutHash(), via }
}
