import { findCardProblem } from './card-problem'
import { offerShareCard, setShareCard } from './share-card'
import type { WechatBridgeClient } from '../bridge/bridge-client'
import { WechatSdkError } from '../error'
import { completeShareData, type CompleteShareData } from '../url'
import type { WechatOpenTagName, WechatShareData } from '../../../shared/wechat'

/** What has become of a configuration or a card. */
export type WechatStatus = 'unsupported' | 'configuring' | 'set' | 'failed'

/** One caller of `useWechatShare`. */
export interface ShareCaller {
  read: () => WechatShareData
  openTagList: WechatOpenTagName[]
  /** `error` comes with `failed` only. */
  report: (status: WechatStatus, error?: Error) => void
}

/** A caller while it is on the page. */
interface Entry {
  caller: ShareCaller
  /** Grows with each time that callers come onto the page; those that come together have the same. */
  arrival: number
  /** Grows with each call: of what comes together a child is later than its parent, though it is mounted earlier. */
  call: number
}

/** The card of a page on which no caller decides, once there was one: otherwise the client would keep that of the page before. */
const neutral: ShareCaller = { read: () => ({ title: document.title }), openTagList: [], report: () => {} }

/**
 * Who decides the card: of all callers on the page the last one. When it goes, the one before it decides again, and a neutral card where
 * there is none. Cards are handed over one at a time, and of those that wait only the newest.
 */
export class ShareStack {
  private entries: Entry[] = []
  private calls = new WeakMap<ShareCaller, number>()
  private counter = 0
  private arrival?: number
  private winner?: ShareCaller
  private latest = 0
  private queue: Promise<void> = Promise.resolve()
  private appliedKey = ''
  /** Whether the client holds a card of this web view. */
  private isHeld = false

  /** @param keepsHash whether the router is in hash mode. */
  constructor(private readonly client: WechatBridgeClient, private readonly href: () => string, private readonly keepsHash = () => false) {}

  /** Makes a caller known, in the order of the calls; it comes onto the page later. */
  register(caller: ShareCaller): void {
    this.calls.set(caller, ++this.counter)
  }

  /** The caller has come onto the page, or has come back. */
  add(caller: ShareCaller): void {
    if (this.entries.some(entry => entry.caller === caller))
      return
    this.arrival ??= ++this.counter
    this.entries.push({ caller, arrival: this.arrival, call: this.calls.get(caller) ?? 0 })
    caller.report('configuring')
    this.decideSoon()
  }

  /** The caller has gone from the page. */
  remove(caller: ShareCaller): void {
    this.entries = this.entries.filter(entry => entry.caller !== caller)
    // What is under way for a page that goes must not end after it, and starts anew should it come back at once.
    if (this.winner === caller) {
      this.winner = undefined
      this.latest++
    }
    this.decideSoon()
  }

  /** What the card of this caller depends on has changed. */
  update(caller: ShareCaller): void {
    if (this.winner === caller)
      this.applyChange(caller)
  }

  /** The page's URL has settled: the card may hold its link, and the client may want a new configuration for it. */
  urlSettled(): void {
    if (this.winner)
      this.applyChange(this.winner)
  }

  /** The client may have forgotten the card that it was given. */
  renew(): void {
    if (this.winner)
      this.apply(this.winner)
  }

  /** The document's title, which may come after the route. */
  titleSettled(): void {
    if (this.winner === neutral)
      this.applyChange(neutral)
  }

  private applyChange(caller: ShareCaller): void {
    if (this.appliedKey !== this.keyOf(caller))
      this.apply(caller)
  }

  /** All that comes and goes in one flush of Vue is one change. */
  private decideSoon(): void {
    queueMicrotask(() => {
      this.arrival = undefined
      const last = this.entries.sort((a, b) => a.arrival - b.arrival || a.call - b.call).at(-1)?.caller
      const next = last ?? (this.isHeld ? neutral : undefined)
      if (next === this.winner)
        return
      this.winner?.report('configuring')
      this.winner = next
      if (next)
        this.apply(next)
    })
  }

  private apply(caller: ShareCaller): void {
    const attempt = ++this.latest
    const isStale = () => attempt !== this.latest
    this.appliedKey = this.keyOf(caller)
    caller.report('configuring')
    this.queue = this.queue.then(async () => {
      if (isStale())
        return
      try {
        const status = await this.handOver(caller, isStale)
        this.isHeld = true
        if (!isStale())
          caller.report(status)
      }
      catch (error) {
        // A configuration that was refused is told already.
        if (error instanceof WechatSdkError && error.api !== 'config')
          this.client.reportRefusal(error)
        if (isStale())
          return
        caller.report('failed', error instanceof Error ? error : new Error(String(error)))
        // The client still holds the card of the page before.
        if (this.isHeld)
          await this.offerNeutral(error, isStale).catch(() => {})
      }
    })
  }

  /** Gives the card to WeChat's client, or leaves it for the mini program around the page. */
  private async handOver(caller: ShareCaller, isStale: () => boolean): Promise<WechatStatus> {
    if (!this.isInMiniProgram) {
      try {
        await setShareCard(this.client, () => this.checkedCardOf(caller), caller.openTagList, isStale)
      }
      catch (error) {
        // On some systems a mini program is known as such only once its bridge is there.
        if (!this.isInMiniProgram)
          throw error
      }
    }
    if (!this.isInMiniProgram)
      return 'set'
    const { postShareCard } = await import('../mini-program')
    if (!isStale())
      await postShareCard(this.client, this.checkedCardOf(caller))
    return 'unsupported'
  }

  private get isInMiniProgram(): boolean {
    return this.client.host === 'miniprogram'
  }

  private async offerNeutral(error: unknown, isStale: () => boolean): Promise<void> {
    if (this.isInMiniProgram)
      await this.handOver(neutral, isStale)
    // Where no configuration succeeded, a card that is offered without one is all that can be done.
    else if (error instanceof WechatSdkError && error.api === 'config')
      await offerShareCard(this.client, this.cardOf(neutral))
    else
      await setShareCard(this.client, () => this.cardOf(neutral), [], isStale)
  }

  private checkedCardOf(caller: ShareCaller): CompleteShareData {
    const card = this.cardOf(caller)
    const problem = caller !== neutral && findCardProblem(card)
    if (problem)
      throw new WechatSdkError('share', 'share:card not shown', { hint: problem })
    return card
  }

  private cardOf(caller: ShareCaller): CompleteShareData {
    return completeShareData(caller.read(), this.href(), this.keepsHash())
  }

  private keyOf(caller: ShareCaller): string {
    try {
      return `${this.href()} ${JSON.stringify(this.cardOf(caller))}`
    }
    catch {
      // A card that cannot be read fails where it is handed over.
      return ''
    }
  }
}
