import { type Permissions, urlWithoutHash } from './permissions'
import type { Recorder } from '../record/recorder'
import { shareTargets } from './share-targets'
import type { Card, Params, Share, ShareTarget } from '../record/state'

export type Listener = (event: Params) => void

/** Keeps what the page wants to be shared, and shares it when the user taps. */
export class Sharing {
  /** As in WeChat, the last listener of an event is the only one. */
  private readonly listeners = new Map<string, Listener>()
  /** Takes what the page's listener gives for a preview, without a share. */
  private preview: ((card?: Card) => void) | undefined
  /** The last preview: a tap waits for it, so that its card is not taken for the preview's. */
  private previewed: Promise<unknown> = Promise.resolve()

  /**
   * @param sharedBy `link`: the page was opened from a bare link and is shared as one, whatever it sets. `mini-program`: the one around the
   * page shares, by what the page left for it.
   */
  constructor(private readonly recorder: Recorder, private readonly permissions: Permissions, private readonly sharedBy: 'client' | 'link' | 'mini-program') {}

  listen(event: string, listener: Listener): void {
    this.listeners.set(event, listener)
    // One that is set again at each tap says nothing new.
    if (this.preview)
      return
    this.recorder.state.shareListenersSet += 1
    this.recorder.changed()
  }

  /** Answers `updateAppMessageShareData` and `updateTimelineShareData`: `ok` says that the data was set. */
  keep(name: string, to: ShareTarget, params: Params): Params {
    const card = readCard(params, params.imgUrl, 'data')
    const problem = this.linkProblem(card)
    if (!problem)
      this.recorder.state.cards[to] = card
    return { err_msg: `${name}:${problem ?? 'ok'}` }
  }

  /** Keeps what the page left for the mini program, where that is a card as this layer's mini programs read it. */
  keepPosted(message: unknown): void {
    const { type, card } = Object(message)
    if (type === 'nuxt-wechat:share')
      this.recorder.state.cards.chat = readCard(Object(card), Object(card).imgUrl, 'mini-program')
  }

  /** Whether a call was the answer to a preview, which WeChat does not make: it is not answered, and not in the log. */
  takesForPreview(name: string, params: Params): boolean {
    if (!this.preview || (name !== 'sendAppMessage' && name !== 'shareTimeline'))
      return false
    const card = readCard(params, params.img_url, 'listener')
    this.preview(this.linkProblem(card) ? undefined : card)
    return true
  }

  /** Tells a listener of the page that something happened. */
  emit(event: string, params: Params): void {
    this.listeners.get(event)?.(params)
  }

  /** Forgets what the page set, and whom to ask. */
  forget(): void {
    this.listeners.clear()
    this.recorder.state.cards = {}
    this.recorder.changed()
  }

  /** Answers `sendAppMessage`, `shareTimeline`, `shareQQ`…, with which a page answers the tap on Share. */
  send(name: string, to: ShareTarget, params: Params): Params {
    const card = readCard(params, params.img_url, 'listener')
    const problem = this.linkProblem(card)
    if (!problem) {
      this.recorder.state.cards[to] = card
      this.record(to, card)
    }
    return { err_msg: `${name}:${problem ?? 'ok'}` }
  }

  /**
   * What the user shares by the menu: kept data first, then what the page's listener gives, else the bare link. A page that was
   * opened from a bare link is shared as one, whatever it set.
   */
  async tap(to: ShareTarget): Promise<Share> {
    if (this.sharedBy === 'link')
      return this.record(to)
    const kept = this.keptData(to)
    if (kept || this.sharedBy === 'mini-program')
      return this.record(to, kept)
    await this.previewed
    const before = this.recorder.state.shares.length
    await this.callListener(to)
    return this.recorder.state.shares.slice(before).find(one => one.to === to) ?? this.record(to)
  }

  /** What the page gives to be shared. Nothing is shared. */
  async look(to: ShareTarget): Promise<Share> {
    const kept = this.keptData(to)
    if (kept || this.sharedBy === 'mini-program')
      return toShare(to, kept)
    const card = this.previewed.then(() => this.askListener(to))
    this.previewed = card
    return toShare(to, await card)
  }

  private async askListener(to: ShareTarget): Promise<Card | undefined> {
    const card = await new Promise<Card | undefined>((resolve) => {
      this.preview = resolve
      void this.callListener(to).then(() => resolve(undefined))
    })
    this.preview = undefined
    return card
  }

  private keptData(to: ShareTarget): Card | undefined {
    const { keptAs } = shareTargets[to]
    const kept = keptAs && this.recorder.state.cards[keptAs]
    return kept?.via === 'listener' ? undefined : kept
  }

  private async callListener(to: ShareTarget): Promise<void> {
    const { event, scene } = shareTargets[to]
    const listener = this.listeners.get(event)
    if (!listener || !this.permissions.allows(event))
      return
    try {
      listener({ ...scene && { scene } })
    }
    catch (error) {
      reportError(error)
    }
    await this.recorder.whenIdle()
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
    const share = toShare(to, card)
    this.recorder.state.shares.push(share)
    this.recorder.changed()
    return share
  }
}

function toShare(to: ShareTarget, card: Card | undefined): Share {
  return { to, card, link: card?.link || urlWithoutHash() }
}

function readCard(params: Params, imgUrl: unknown, via: Card['via']): Card {
  const text = (value: unknown) => value === undefined || value === null ? undefined : String(value)
  return { title: text(params.title), desc: text(params.desc), link: text(params.link), imgUrl: text(imgUrl), pageUrl: urlWithoutHash(), via }
}
