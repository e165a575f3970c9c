import { addFailure, type Failure } from './backoff'
import { isFresh, renewalDelayMs, type Credential } from './credential'
import type { CredentialStore } from './credential-store'
import { WechatError } from './errors'
import type { WechatLog } from './log'

export interface RenewingOptions {
  /** For the log: `access token`. */
  name: string
  /** The store's key. */
  key: string
  store: CredentialStore
  log: WechatLog
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
  private failure?: Failure
  private timer?: ReturnType<typeof setTimeout>
  private renewAt = Infinity
  private stopped = false

  constructor(private readonly options: RenewingOptions) {}

  /**
   * The value. While a fresh one is in memory nobody waits.
   *
   * @throws {WechatError} where there is none and WeChat gives none.
   */
  async get(): Promise<string> {
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

  /** Renews no more by itself. */
  stop(): void {
    this.stopped = true
    clearTimeout(this.timer)
  }

  private renew(): Promise<Credential> {
    return this.flight ??= this.load().finally(() => {
      this.flight = undefined
    })
  }

  private async renewInBackground(): Promise<void> {
    await this.renew().catch((error: unknown) => {
      if (!(error instanceof WechatError))
        this.options.log.error(`${this.options.name}: ${String(error)}`)
    })
  }

  private async load(): Promise<Credential> {
    const stored = await this.options.store.read(this.options.key)
    if (stored && this.isNews(stored))
      return this.keep(stored)
    if (this.failure && this.options.now() < retryAt(this.failure.error)) {
      // The timer itself may come a moment too early, as it runs on the event loop's clock: then it is set again.
      this.scheduleAt(retryAt(this.failure.error))
      throw this.failure.error
    }
    try {
      const credential = await this.options.fetch(this.refused)
      void this.options.store.write(this.options.key, credential)
      return this.keep(credential)
    }
    catch (error) {
      throw error instanceof WechatError ? this.remember(error) : error
    }
  }

  /** Whether another process, or the one before this, has got something newer than what is here. */
  private isNews({ value, expiresAt }: Credential): boolean {
    return value !== this.refused && value !== this.current?.value && expiresAt > (this.current?.expiresAt ?? 0)
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
    if (isNew)
      this.logFailure(failure)
    return failure.error
  }

  private logFailure({ error: { code, hint, details }, count }: Failure): void {
    const seconds = Math.ceil(((details.retryAt ?? 0) - this.options.now()) / 1000)
    const errcode = details.errcode === undefined ? '' : ` (errcode ${details.errcode})`
    const ip = details.ip ? ` The IP to add: ${details.ip}.` : ''
    this.options.log.error(`${this.options.name}: ${code} at ${details.endpoint}${errcode}, try ${count}, again in ${seconds} s. ${hint}${ip}`)
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
