import { addFailure, withRetryIn, type Failure } from './backoff'
import { isFresh, renewalDelayMs, type Credential } from './credential'
import type { CredentialStore } from './credential-store'
import { WechatError } from './errors'
import type { WechatLog } from './log'
import type { CredentialName, WechatObserver } from './observer'
import { waitForPage } from './patience'

export interface RenewingOptions {
  name: CredentialName
  /** The store's key. */
  key: string
  store: CredentialStore
  log: WechatLog
  observer: WechatObserver
  /**
   * Asks WeChat for a new value.
   *
   * @param refused the value that WeChat called invalid, and that therefore must not come back.
   */
  fetch(refused: string | undefined): Promise<Credential>
  /** Milliseconds since 1970. */
  now: () => number
  /** A number from 0 up to 1. */
  random: () => number
}

/** How often a process looks whether the one whose turn it is has got something. */
const LOOK_EVERY_MS = 100
/** How often at most: for longer than a lease lasts, so that the turn of a process that died is over by then. */
const MOST_LOOKS = 90
/** How soon a process learns of what another one got. */
const NEWS_EVERY_MS = 3000

/** What is known of a credential without asking anybody. All but its value. */
export interface RenewingFacts {
  /** While it is fresh; in milliseconds since 1970. */
  held?: { obtainedAt: number, expiresAt: number }
  /** The last failure, until a renewal succeeds; with `failedAt` and `retryAt`. */
  failure?: WechatError
}

/**
 * One credential that renews itself: cached in memory and in the store, asked for by one flight however many wait,
 * renewed in the background before it expires, and left alone for a growing while after a failure.
 */
export class Renewing {
  private current?: Credential
  private obtainedAt = 0
  private refused?: string
  private flight?: Promise<Credential>
  /** Pages that wait for the flight. */
  private pages = 0
  private failure?: Failure
  private timer?: ReturnType<typeof setTimeout>
  private renewAt = Infinity
  private stopped = false
  private newsTimer?: ReturnType<typeof setInterval>

  constructor(private readonly options: RenewingOptions) {
    options.store.announce(options.key)
    if (!options.store.isShared)
      return
    this.newsTimer = setInterval(() => void this.lookForNews(), NEWS_EVERY_MS)
    this.newsTimer.unref()
  }

  /**
   * The value, for a page. While a fresh one is in memory nobody waits.
   *
   * @throws {WechatError} where there is none and WeChat gives none, or none in {@link PAGE_PATIENCE_MS}.
   */
  async get(): Promise<string> {
    if (isFresh(this.current, this.options.now()))
      return this.getPatiently()
    this.pages += 1
    try {
      return await waitForPage(this.getPatiently())
    }
    finally {
      this.pages -= 1
    }
  }

  /** The same for what no page waits for: it takes as long as WeChat takes. */
  async getPatiently(): Promise<string> {
    const now = this.options.now()
    if (!isFresh(this.current, now))
      return (await this.renew()).value
    // The timer sleeps when the machine does: then whoever comes first sees to it.
    if (now >= this.renewAt)
      void this.renewInBackground()
    return this.current.value
  }

  /** How it stands. Neither WeChat nor the store is asked. */
  facts(): RenewingFacts {
    const { current, obtainedAt, failure } = this
    return {
      held: isFresh(current, this.options.now()) ? { obtainedAt, expiresAt: current.expiresAt } : undefined,
      failure: failure?.error,
    }
  }

  /** Drops a value that WeChat called invalid, unless another has taken its place already. */
  drop(value: string): void {
    if (this.current?.value !== value)
      return
    this.refused = value
    this.current = undefined
  }

  /**
   * Asks WeChat again before its time, unless another process has just done so. The value at hand is given out until there is
   * another, and after it where WeChat fails or gives the same.
   *
   * @returns whether there is another value now.
   */
  async refresh(): Promise<boolean> {
    const before = this.current?.value
    await this.renewInBackground()
    return this.current?.value !== before
  }

  /** Renews no more by itself. */
  stop(): void {
    this.stopped = true
    clearTimeout(this.timer)
    clearInterval(this.newsTimer)
  }

  private renew(): Promise<Credential> {
    return this.flight ??= this.load().finally(() => {
      this.flight = undefined
    })
  }

  private async renewInBackground(): Promise<void> {
    await this.renew().catch((error: unknown) => {
      if (!(error instanceof WechatError))
        this.options.log.error(`${this.title}: ${String(error)}`, { event: 'renewal_broken', credential: this.options.name })
    })
  }

  private async load(): Promise<Credential> {
    const { key, store, observer, now } = this.options
    const startedAt = now()
    let waitedMs = 0
    // While WeChat fails nobody asks it beside the process whose turn it is, however slow the store.
    const isPage = () => this.pages > 0 && !this.failure
    try {
      for (let looks = 0; looks < MOST_LOOKS; looks++) {
        if (looks > 0) {
          await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS))
          waitedMs = now() - startedAt
        }
        const { credential, failure, isMyTurn, fence, isLate } = await store.look(key, { isPage, hasWaited: looks > 0 })
        try {
          if (credential && this.isNews(credential))
            return this.keep(credential)
          this.adopt(failure)
          if (this.failure && now() < retryAt(this.failure.error)) {
            // The timer itself may come a moment too early, as it runs on the event loop's clock: then it is set again.
            this.scheduleAt(retryAt(this.failure.error))
            throw withRetryIn(this.failure.error, now())
          }
          if (isLate && this.failure && (isMyTurn || this.pages > 0))
            throw this.stopWaiting()
          if (isMyTurn)
            return await this.ask(fence)
        }
        finally {
          if (isMyTurn)
            store.leave()
        }
      }
      throw this.stopWaiting()
    }
    finally {
      if (waitedMs > 0)
        observer.waitedForTurn?.(waitedMs)
    }
  }

  /** What pages are told that have waited for another process' turn for long enough; this process looks again by itself. */
  private stopWaiting(): WechatError {
    const now = this.options.now()
    this.scheduleAt(now + NEWS_EVERY_MS)
    if (!this.failure)
      return new WechatError('wechat_timeout', 'Another process of this app has been asking WeChat for too long; it is asked again by itself.', { retryInMs: NEWS_EVERY_MS })
    const { code, hint, details } = this.failure.error
    return withRetryIn(new WechatError(code, hint, { ...details, retryAt: now + NEWS_EVERY_MS }), now)
  }

  private async ask(fence: number | undefined): Promise<Credential> {
    const { key, store } = this.options
    try {
      const credential = { ...await this.options.fetch(this.refused), ...fence !== undefined && { fence } }
      this.options.observer.renewed?.(this.options.name)
      store.write(key, credential)
      return this.keep(credential)
    }
    catch (error) {
      throw error instanceof WechatError ? this.remember(error) : error
    }
  }

  /** Learns what another process has got meanwhile. */
  private async lookForNews(): Promise<void> {
    const stored = await this.options.store.read(this.options.key)
    if (stored && !this.flight && this.isNews(stored))
      this.keep(stored)
  }

  /**
   * Whether another process, or the one before this, has got something newer than what is here: another value, or the same
   * one once more, which that process has just been given.
   */
  private isNews({ value, expiresAt, fence }: Credential): boolean {
    // One whose life is over stands in nobody's way but its own.
    const current = isFresh(this.current, this.options.now()) ? this.current : undefined
    if (value === this.refused || (value === this.current?.value && fence === this.current.fence))
      return false
    const isOfLaterTurn = fence !== undefined && current?.fence !== undefined && fence > current.fence
    // Two of one turn, or of a store whose fences began anew, are told apart by how long they live.
    return isOfLaterTurn || (value !== current?.value && expiresAt > (current?.expiresAt ?? 0))
  }

  /** Takes over a failure of another process, if it makes wait longer than what is known here. */
  private adopt(failure: Failure | undefined): void {
    if (failure && retryAt(failure.error) > (this.failure ? retryAt(this.failure.error) : 0))
      this.failure = failure
  }

  private keep(credential: Credential): Credential {
    const now = this.options.now()
    this.current = credential
    this.obtainedAt = now
    this.refused = undefined
    this.failure = undefined
    this.scheduleAt(now + renewalDelayMs(credential, now, this.options.random()))
    return credential
  }

  /** A failure that already says when to ask again is another credential's, which counts and logs it. */
  private remember(error: WechatError): WechatError {
    const isNew = error.details.retryAt === undefined
    const failure = isNew ? addFailure(this.failure, error, this.options.now(), this.options.random()) : { error, count: 1 }
    this.failure = failure
    this.scheduleAt(retryAt(failure.error))
    if (isNew) {
      this.options.store.writeFailure(this.options.key, failure)
      this.logFailure(failure)
    }
    return withRetryIn(failure.error, this.options.now())
  }

  /** For the log: `access token`. */
  private get title(): string {
    return this.options.name.replace('_', ' ')
  }

  private logFailure({ error: { code, hint, details }, count }: Failure): void {
    const seconds = Math.ceil(((details.retryAt ?? 0) - this.options.now()) / 1000)
    const errcode = details.errcode === undefined ? '' : ` (errcode ${details.errcode})`
    const ip = details.ip ? ` The IP to add: ${details.ip}.` : ''
    this.options.log.error(`${this.title}: ${code} at ${details.endpoint}${errcode}, try ${count}, again in ${seconds} s. ${hint}${ip}`, {
      event: 'renewal_failed',
      credential: this.options.name,
      code,
      errcode: details.errcode,
      endpoint: details.endpoint,
      count,
      retryInSeconds: seconds,
      ip: details.ip,
    })
  }

  private scheduleAt(at: number): void {
    clearTimeout(this.timer)
    this.renewAt = at
    if (this.stopped)
      return
    this.timer = setTimeout(() => void this.renewInBackground(), Math.max(Math.ceil(at - this.options.now()), 0))
    this.timer.unref()
  }
}

function retryAt(error: WechatError): number {
  return error.details.retryAt ?? 0
}
