import { withTimeout } from '../api/timeout'
import type { WechatLog } from '../log'
import type { KeyValueStore, SharedLock } from '../storage'
import { parseRecord, serializeRecord, type AccountRecord, type StoredValue } from './record'

/** How long a caller waits for a command; a longer one is a failure of the storage. */
export const STORE_TIMEOUT_MS = 300
/** While a page waits for another process too, it waits for less, twice. */
export const STORE_POLL_TIMEOUT_MS = STORE_TIMEOUT_MS / 3
/**
 * The lock is extended with each call to WeChat, and lasts longer than one: 5 s, and the storage's own answer. Shorter than a page
 * waits, so that another process can take over from one that died.
 */
const LOCK_MS = 5500
/** A storage that now answers and now does not is still failing: it has recovered after so long without a failure. */
const RECOVERY_MS = 10_000
const CLOSE_TIMEOUT_MS = 1000
/** A record outlives its ticket, for the backoff and for the pause between forced refreshes. */
const RECORD_TTL_SECONDS = 4 * 3600

export interface RecordStoreOptions {
  storage: KeyValueStore
  /** Where several processes share the storage. */
  lock?: SharedLock
  /** Ends when the storage's driver is loaded. */
  ready?: Promise<unknown>
  key: string
  log: WechatLog
  /** The steady clock, in milliseconds. */
  now: () => number
  /** The machine's clock, milliseconds since 1970. */
  wallNow: () => number
}

/** The account's record in the storage, and the lock to refresh it. A storage that fails counts as empty, and costs one log line. */
export class RecordStore {
  /** Until when this process has the lock; `undefined` while it has none. */
  private lockedUntil?: number
  private failedAt = -Infinity
  private isClosed = false
  private pending: Promise<unknown> = Promise.resolve()

  /** From a failure until the storage has recovered. */
  isFailing = false
  /** While nothing can be written, though reading may work. */
  isReadOnly = false

  constructor(private readonly options: RecordStoreOptions) {}

  get isShared(): boolean {
    return this.options.lock !== undefined
  }

  /** Whether another process may have taken the lock that this process had. */
  get isLockLost(): boolean {
    return this.lockedUntil !== undefined && this.options.now() > this.lockedUntil
  }

  get isLocked(): boolean {
    return this.lockedUntil !== undefined && !this.isLockLost
  }

  /** Takes the lock and reads in one go, as a page waits. The lock is `unknown` where the storage has none, or fails. */
  async lockAndRead(timeoutMs: number): Promise<{ lock: 'held' | 'taken' | 'unknown', record?: AccountRecord }> {
    const lockedUntil = this.options.now() + LOCK_MS
    const [lock, record] = await Promise.all([this.acquire(timeoutMs), this.read(timeoutMs)])
    this.lockedUntil = lock === 'held' ? lockedUntil : undefined
    // It may still be given later, when no caller waits for it any more.
    if (lock === 'unknown')
      this.options.lock?.release(this.options.key).catch(() => {})
    return { lock, record }
  }

  /** Makes the lock last through one more call to WeChat. No caller waits for it. */
  extendLock(): void {
    if (!this.isLocked)
      return
    const lockedUntil = this.options.now() + LOCK_MS
    void this.acquire(STORE_TIMEOUT_MS).then((lock) => {
      if (this.lockedUntil !== undefined && lock !== 'unknown')
        this.lockedUntil = lock === 'held' ? lockedUntil : -Infinity
    })
  }

  /** The stored record; an empty one where there is none, and `undefined` where the storage fails. */
  async read(timeoutMs = STORE_TIMEOUT_MS): Promise<AccountRecord | undefined> {
    // By the clocks as they were when it was asked for: a late answer must not make it younger.
    const [now, wallNow] = [this.options.now(), this.options.wallNow()]
    const stored = await this.attempt('read', () => this.fetch(), timeoutMs)
    return stored && parseRecord(stored, now, wallNow)
  }

  /** Writes, if this process has the lock or there is none. No caller waits for it. */
  write(record: AccountRecord): void {
    if (this.isLocked || !this.isShared)
      this.overwrite(record)
  }

  /** Writes without the lock: only what is newer than what was read a moment ago. */
  overwrite(record: AccountRecord): void {
    const { storage, key, now, wallNow } = this.options
    const serialized = serializeRecord(record, now(), wallNow())
    this.pending = this.attempt('write', () => storage.setItem(key, serialized, { ttl: RECORD_TTL_SECONDS }))
  }

  /** Releases the lock once what was written is there. */
  unlock(): void {
    const { lock, key } = this.options
    if (!lock || this.lockedUntil === undefined)
      return
    this.lockedUntil = undefined
    this.pending = this.pending.then(() => this.attempt('write', () => lock.release(key)))
  }

  /** Writes and releases what is still pending, and takes no lock any more. */
  async close(): Promise<void> {
    this.isClosed = true
    this.unlock()
    await withTimeout(this.pending, CLOSE_TIMEOUT_MS, () => new Error('The storage is slow.')).catch(() => {})
  }

  private async acquire(timeoutMs: number): Promise<'held' | 'taken' | 'unknown'> {
    const { lock, key } = this.options
    if (!lock)
      return 'unknown'
    if (this.isClosed)
      return 'taken'
    const isHeld = await this.attempt('write', () => lock.acquire(key, LOCK_MS), timeoutMs)
    if (isHeld === undefined)
      return 'unknown'
    return isHeld ? 'held' : 'taken'
  }

  private async fetch(): Promise<StoredValue> {
    const { storage, lock, key } = this.options
    if (!lock)
      return { value: await storage.getItem(key) }
    const { value, leftMs } = await lock.read(key)
    return { value, ageMs: RECORD_TTL_SECONDS * 1000 - leftMs }
  }

  /** What the command gives; nothing where it fails or takes too long. A shortened timeout is not the storage's failure. */
  private async attempt<Value>(kind: 'read' | 'write', command: () => Promise<Value>, timeoutMs = STORE_TIMEOUT_MS): Promise<Value | undefined> {
    const tooSlow = new Error('The storage is slow.')
    try {
      await this.options.ready
      const value = await withTimeout(command(), timeoutMs, () => tooSlow)
      this.handleSuccess(kind)
      return value
    }
    catch (error) {
      if (error !== tooSlow || timeoutMs >= STORE_TIMEOUT_MS)
        this.handleFailure(kind)
      return undefined
    }
  }

  private handleFailure(kind: 'read' | 'write'): void {
    this.failedAt = this.options.now()
    this.isReadOnly ||= kind === 'write'
    if (!this.isFailing)
      this.options.log.warn('The storage fails: the ticket is kept in the memory of this process alone. Check NUXT_WECHAT_STORAGE.', { event: 'storage_failing' })
    this.isFailing = true
  }

  private handleSuccess(kind: 'read' | 'write'): void {
    this.isReadOnly &&= kind !== 'write'
    if (!this.isFailing || this.isReadOnly || this.options.now() < this.failedAt + RECOVERY_MS)
      return
    this.isFailing = false
    this.options.log.info('The storage works again.', { event: 'storage_recovered' })
  }
}
