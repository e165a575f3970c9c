import { readFailure, toFailureRecord, type Failure } from './backoff'
import { readCredential, type Credential } from './credential'
import type { Lease } from './lease'
import type { WechatLog } from './log'
import { createStoreHealth } from './store-health'

/** What may be kept: facts with an expiry on the wall's clock, in milliseconds since 1970. */
export interface StoredValue {
  expiresAt: number
  /** Which holder of the lease wrote it. */
  fence?: number
}

/** What credentials are kept in; unstorage's `Storage` is one, for a process that has it for itself. */
export interface KeyValueStore {
  getItem(key: string): Promise<unknown>
  /** Keeps a value for `ttl` seconds. One that processes share keeps what it has, if that has a higher fence. */
  setItem(key: string, value: StoredValue, options: { ttl: number }): Promise<void>
  removeItem(key: string): Promise<void>
}

/** What one look at the store gives. */
export interface Look {
  /** What is kept, while it is fresh. */
  credential?: Credential
  /** The last failure of all processes together. */
  failure?: Failure
  /** Whether this process may ask WeChat now; if so it says `leave()` afterwards. */
  isMyTurn: boolean
  /** For what is written in this turn. */
  fence?: number
}

/** A store that forgives: what it cannot read is not there, what it cannot write is kept in memory only. */
export interface CredentialStore {
  /** Whether other processes write to it too. */
  readonly isShared: boolean
  /** What is there, and whose turn it is. A page waits for it, {@link STORE_PATIENCE_MS} at most. */
  look(key: string): Promise<Look>
  /** Makes this turn as long as one more call; whether it still is this process' turn. */
  stay(): Promise<boolean>
  /** Ends a turn; what was written in it is there before the next one begins. */
  leave(): void
  read(key: string): Promise<Credential | undefined>
  /** Nobody waits for what is written. */
  write(key: string, credential: Credential): void
  writeFailure(key: string, failure: Failure): void
  /** Writes what is still to be written, and gives back a turn that a process takes along when it ends. */
  close(): Promise<void>
  isFailing(): boolean
}

export interface CredentialStoreOptions {
  storage: KeyValueStore
  /** Where several processes share the storage. */
  lease?: Lease
  /** Ends when the storage's own program is loaded: what a process waits for before that is not the storage. */
  ready?: Promise<unknown>
  log: WechatLog
  /** The steady clock, milliseconds since 1970. */
  now: () => number
  /** The wall's clock, which stored times go by: it is what processes share. */
  wallNow: () => number
}

/** How long anybody waits for the store. */
export const STORE_PATIENCE_MS = 300
/** A store that just failed is not waited for again by the next look of the same page. */
const REST_MS = 1000

/** Keeps credentials in `storage`, and knows whose turn it is to renew them. */
export function createCredentialStore({ storage, lease, ready, log, now, wallNow }: CredentialStoreOptions): CredentialStore {
  const health = createStoreHealth(log, now, STORE_PATIENCE_MS)
  /** Turns under way in this process: token and ticket share its lease. */
  let turns = 0
  /** What is still to be written: at once, and again with each read for as long as that fails. */
  const unwritten = new Map<string, { kind: 'write' | 'lease', action: () => Promise<unknown> }>()
  let writing: Promise<unknown> = Promise.resolve()

  const wallAhead = () => wallNow() - now()

  /** What was kept by the wall's clock, by ours. */
  function fromWall(value: unknown): unknown {
    return typeof value === 'object' && value !== null && 'expiresAt' in value ? { ...value, expiresAt: Number(value.expiresAt) - wallAhead() } : undefined
  }

  function save<Value extends StoredValue>(key: string, value: Value): Promise<void> {
    // Rather a second less: nobody may believe in it for longer than it lives.
    const ttl = Math.floor((value.expiresAt - now()) / 1000)
    return ttl > 0 ? storage.setItem(key, { ...value, expiresAt: value.expiresAt + wallAhead() }, { ttl }) : Promise.resolve()
  }

  function write(what: string, kind: 'write' | 'lease', action: () => Promise<unknown>): void {
    unwritten.set(what, { kind, action })
    writeAll()
  }

  /** One after the other, so that what was written in a turn is there before the turn is given back. */
  function writeAll(): void {
    for (const [what, write] of unwritten) {
      writing = writing.then(async () => {
        const isLatest = () => unwritten.get(what) === write
        if (isLatest() && await health.watch(write.kind, () => write.action().then(() => true)) && isLatest())
          unwritten.delete(what)
      })
    }
  }

  return {
    isShared: lease !== undefined,
    async look(key) {
      await ready
      if (health.failedWithin(REST_MS)) {
        turns += 1
        return { isMyTurn: true }
      }
      // Together, so that a page waits no longer than for one command; and the lease first, as what was read before it may be old.
      const [taken, value, failure] = await Promise.all([
        lease && health.watch('lease', async () => ({ fence: await lease.take() })),
        health.watch('read', () => storage.getItem(key)),
        lease && health.watch('read', () => storage.getItem(failureKey(key))),
      ])
      // Where nobody can tell whose turn it is, each process goes on by itself.
      const isMyTurn = !taken || taken.fence !== undefined
      if (isMyTurn)
        turns += 1
      return { credential: readCredential(fromWall(value), now()), failure: readFailure(fromWall(failure), now()), isMyTurn, fence: taken?.fence }
    },
    async stay() {
      const taken = lease && await health.watch('lease', async () => ({ fence: await lease.take() }))
      return !taken || taken.fence !== undefined
    },
    leave() {
      turns -= 1
      if (!lease)
        return
      // A ticket's turn goes on where its token's ends, for a call's whole length again.
      if (turns > 0)
        void health.watch('lease', () => lease.take())
      else
        write('lease', 'lease', () => turns === 0 ? lease.release() : Promise.resolve())
    },
    async read(key) {
      writeAll()
      return readCredential(fromWall(await health.watch('read', () => storage.getItem(key))), now())
    },
    write(key, credential) {
      unwritten.delete(failureKey(key))
      write(key, 'write', () => Promise.all([save(key, credential), lease && storage.removeItem(failureKey(key))]))
    },
    writeFailure(key, failure) {
      if (lease)
        write(failureKey(key), 'write', () => save(failureKey(key), toFailureRecord(failure)))
    },
    async close() {
      if (lease && turns > 0)
        write('lease', 'lease', () => lease.release())
      await writing
    },
    isFailing: health.isFailing,
  }
}

function failureKey(key: string): string {
  return `${key}-failure`
}
