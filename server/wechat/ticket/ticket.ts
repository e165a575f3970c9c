import { WechatError } from '../api/errors'
import type { WechatObserver } from '../api/observer'
import { withPageTimeout, withTimeout } from '../api/timeout'
import type { WechatLog } from '../log'
import { nextFailure, toError, type Failure } from './backoff'
import { ifValid, type AccountRecord, type Credential } from './record'
import { STORE_POLL_TIMEOUT_MS, STORE_TIMEOUT_MS } from './record-store'
import { LockLost, refreshTicket, type RefreshOptions } from './refresh'
import { Suspicion } from './suspicion'

/** How often a process looks whether the one that has the lock got a ticket, and how often at most: for longer than a lock lasts. */
const POLL_MS = 100
const MAX_POLLS = 90
/** How soon a process with a ticket learns that another one got a newer one. */
const SYNC_MS = 3000
/** The age of a record is known to some milliseconds: a credential that is newer by less is the same. */
const TOLERANCE_MS = 1000
/** How long a page waits for the attempt after a failure, before it gets that failure. */
const RETRY_TIMEOUT_MS = 500
/** The longest lead before expiry: within the last 5 minutes, the only ones in which `stable_token` gives a new token. */
const MAX_LEAD_MS = 240_000
const MIN_RENEWAL_MS = 5000

export interface TicketOptions extends RefreshOptions {
  log: WechatLog
  observer: WechatObserver
  /** A number from 0 up to 1. */
  random: () => number
}

/** What is known without asking WeChat or the storage: credentials while they are valid, the last failure until a refresh succeeds. */
export type TicketFacts = Omit<AccountRecord, 'forcedUntil'>

/**
 * The account's jsapi ticket: from memory, else from the storage, else from WeChat. One process refreshes it for all before it
 * expires. After a failure WeChat is left alone for a growing while, by all of them.
 */
export class Ticket {
  private readonly record: AccountRecord = {}
  private readonly suspicion = new Suspicion()
  private readonly sync?: ReturnType<typeof setInterval>
  private refreshing?: Promise<Credential>
  private renewal?: ReturnType<typeof setTimeout>
  private renewAt = Infinity
  private isStopped = false

  constructor(private readonly options: TicketOptions) {
    if (options.store.isShared)
      this.sync = setInterval(() => void this.syncRecord(), SYNC_MS).unref()
  }

  /**
   * The ticket, for a page. While a valid one is in memory no page waits.
   *
   * @throws {WechatError} where there is none: a known failure at once, otherwise when WeChat gives none in time.
   */
  async get(): Promise<string> {
    const held = this.held()
    if (held)
      return held.value
    const { failure } = this.facts()
    const now = this.options.now()
    if (!failure)
      await withPageTimeout(this.refresh())
    else if (now < failure.retryAt)
      throw toError(failure, now)
    else
      await withTimeout(this.refresh(), RETRY_TIMEOUT_MS, () => toError(failure, this.options.now()))
    // Not what the refresh gave: it may have expired since, in a process that was stopped.
    return this.get()
  }

  /** The ticket, where a valid one is in memory. */
  held(): Credential | undefined {
    const { ticket } = this.facts()
    // The timer sleeps when the machine does.
    if (ticket && this.options.now() >= this.renewAt)
      this.renewInBackground()
    return ticket
  }

  /**
   * The access token, for a call with it. There is no refresh of its own: that of the ticket replaces a token that expired, or that
   * WeChat refuses.
   *
   * @param refused a token that WeChat refused: another one is fetched, by one process for all. It comes back where WeChat gives no other.
   * @throws {WechatError} where WeChat gives none in time.
   */
  async getToken(refused?: string): Promise<string> {
    const read = () => this.facts().token?.value
    for (let attempts = 0; attempts < 2; attempts++) {
      const token = read()
      if (token && token !== refused)
        return token
      await withPageTimeout(this.refresh())
      // The ticket of another process may have come without a valid token: then this process asks.
      if (read())
        break
    }
    const token = read()
    if (!token)
      throw new WechatError('wechat_busy', 'The access token has just expired: try again.', { retryInMs: 1000 })
    return token
  }

  facts(): TicketFacts {
    const { ticket, token, failure } = this.record
    const now = this.options.now()
    return { ticket: ifValid(ticket, now), token: ifValid(token, now), failure }
  }

  /** Asks the storage, and WeChat where nothing newer is there: one refresh at a time, however many callers wait. */
  refresh(): Promise<Credential> {
    return this.refreshing ??= this.load().finally(() => {
      this.refreshing = undefined
    })
  }

  /** Counts a page's report. A suspect ticket is used until WeChat has given another. */
  reportInvalidSignature(): void {
    const { ticket } = this.facts()
    if (ticket && this.suspicion.report(this.options.now(), ticket.obtainedAt))
      void this.replaceSuspect(ticket)
  }

  /** Ends renewals, and releases the lock. */
  stop(): Promise<void> {
    this.isStopped = true
    clearTimeout(this.renewal)
    clearInterval(this.sync)
    return this.options.store.close()
  }

  private async load(): Promise<Credential> {
    const { store, observer, now } = this.options
    const startedAt = now()
    let isMissed = false
    for (let polls = 0; polls < MAX_POLLS; polls++) {
      if (polls > 0 && !isMissed)
        await new Promise(resolve => setTimeout(resolve, POLL_MS))
      const { lock, record } = await store.lockAndRead(polls > 0 ? STORE_POLL_TIMEOUT_MS : STORE_TIMEOUT_MS)
      const newer = this.adopt(record)
      const { failure } = this.record
      const isBackingOff = failure !== undefined && now() < failure.retryAt
      // The storage may be slow for a moment while the other process still has the lock: one answer may be missed.
      isMissed = polls > 0 && lock === 'unknown' && !isMissed
      if ((lock === 'taken' || isMissed) && !newer && !isBackingOff)
        continue
      if (polls > 0)
        observer.waitedForLock?.(now() - startedAt)
      try {
        if (newer)
          return this.scheduleRenewal(newer)
        if (isBackingOff)
          throw this.postpone(failure)
        return await this.ask()
      }
      catch (error) {
        if (!(error instanceof LockLost))
          throw error
      }
      finally {
        store.unlock()
      }
    }
    this.schedule(now() + SYNC_MS)
    throw new WechatError('wechat_timeout', 'Another process of this app is still asking WeChat: try again.', { retryInMs: SYNC_MS })
  }

  private async ask(): Promise<Credential> {
    const { record, options: { store, now, random } } = this
    try {
      const ticket = await refreshTicket(record, this.options)
      record.failure = undefined
      store.write(record)
      return this.scheduleRenewal(await this.findNewer() ?? ticket)
    }
    catch (error) {
      if (!(error instanceof WechatError))
        throw error
      const newer = await this.findNewer()
      if (newer)
        return this.scheduleRenewal(newer)
      record.failure = nextFailure(record.failure, error, now(), random())
      store.write(record)
      this.logFailure(record.failure, error.details.ip)
      throw this.postpone(record.failure)
    }
  }

  /** What another process got, where it may have had the lock since. */
  private async findNewer(): Promise<Credential | undefined> {
    return this.options.store.isLockLost ? this.adopt(await this.options.store.read()) : undefined
  }

  /** Learns what other processes got, and stores what they lack. */
  private async syncRecord(): Promise<void> {
    const { store } = this.options
    const stored = await store.read()
    if (!stored || this.refreshing)
      return
    const newer = this.adopt(stored)
    const { ticket } = this.facts()
    if (newer)
      this.scheduleRenewal(newer)
    else if (ticket && (store.isReadOnly || isNewer(ticket, stored.ticket)))
      store.overwrite(this.record)
  }

  /** Takes what is newer in the stored record; the ticket, if that is. */
  private adopt({ ticket, token, failure, forcedUntil }: AccountRecord = {}): Credential | undefined {
    const { record, options: { store } } = this
    if (isNewer(token, record.token))
      record.token = token
    // A success has ended the failures before it.
    if (failure && failure.retryAt > (record.failure?.retryAt ?? 0) && failure.failedAt > (record.ticket?.obtainedAt ?? 0))
      record.failure = failure
    if (forcedUntil !== undefined)
      record.forcedUntil = Math.max(forcedUntil, record.forcedUntil ?? 0)
    // A storage without a clock of its own makes this process's own ticket seem newer where the machine's clock was set back.
    const isOwn = ticket?.value === record.ticket?.value && !store.isShared
    if (!isNewer(ticket, record.ticket) || isOwn)
      return undefined
    record.failure = undefined
    return record.ticket = ticket
  }

  private async replaceSuspect(suspect: Credential): Promise<void> {
    const { log } = this.options
    log.warn('Pages report "invalid signature": WeChat is asked for another jsapi ticket.', { event: 'ticket_suspected' })
    await this.refresh().catch(() => {})
    if (this.facts().ticket?.value === suspect.value)
      log.warn('There is no other jsapi ticket. Either WeChat fails, or the ticket is right: then the signed URL or the AppID is wrong.', { event: 'ticket_kept' })
    else
      log.info('There is another jsapi ticket.', { event: 'ticket_replaced' })
  }

  private postpone(failure: Failure): WechatError {
    this.schedule(failure.retryAt)
    return toError(failure, this.options.now())
  }

  /** Renews when a fifth of the lifetime is left, 4 minutes at most, less up to a quarter of that at random. */
  private scheduleRenewal(ticket: Credential): Credential {
    const { now, random } = this.options
    const leftMs = ticket.expiresAt - now()
    const leadMs = Math.min(leftMs / 5, MAX_LEAD_MS) * (1 - random() / 4)
    this.schedule(now() + Math.max(leftMs - leadMs, MIN_RENEWAL_MS))
    return ticket
  }

  private schedule(at: number): void {
    clearTimeout(this.renewal)
    this.renewAt = at
    if (this.isStopped)
      return
    this.renewal = setTimeout(() => this.renewInBackground(), Math.max(Math.ceil(at - this.options.now()), 0)).unref()
  }

  private renewInBackground(): void {
    this.refresh().catch((error: unknown) => {
      if (!(error instanceof WechatError))
        this.options.log.error(`jsapi ticket: ${String(error)}`, { event: 'renewal_broken' })
    })
  }

  private logFailure({ code, hint, errcode, endpoint, count, retryAt }: Failure, ip: string | undefined): void {
    const retryInSeconds = Math.ceil((retryAt - this.options.now()) / 1000)
    const reason = errcode === undefined ? '' : ` (errcode ${errcode})`
    this.options.log.error(`jsapi ticket: ${code} at ${endpoint}${reason}, attempt ${count}, retry in ${retryInSeconds} s. ${hint}${ip ? ` The IP to add: ${ip}.` : ''}`,
      { event: 'renewal_failed', code, errcode, endpoint, count, retryInSeconds, ip })
  }
}

function isNewer(one: Credential | undefined, other: Credential | undefined): one is Credential {
  return one !== undefined && (!other || one.obtainedAt > other.obtainedAt + TOLERANCE_MS)
}
