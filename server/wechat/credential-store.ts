import { readFailure, toFailureRecord, type Failure } from './backoff'
import { readCredential, type Credential } from './credential'
import type { Lease } from './lease'
import type { WechatLog } from './log'
import { createStoreHealth } from './store-health'
import { createTurns, STORE_PATIENCE_MS, type Looker } from './turns'
import { createWriteQueue } from './write-queue'

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
  /** Whether it is another process' turn, for which no page may wait through so slow a store. */
  isLate: boolean
}

/** A store that forgives: what it cannot read is not there, what it cannot write is kept in memory only. */
export interface CredentialStore {
  /** Whether other processes write to it too. */
  readonly isShared: boolean
  /** Names a key that is looked for later: all are read together, so that a page waits for the store once. */
  announce(key: string): void
  /** What is there, and whose turn it is. */
  look(key: string, looker?: Looker): Promise<Look>
  /** Makes this turn as long as one more call; whether it still is this process' turn. */
  stay(): Promise<boolean>
  /** What was there when this turn began. */
  recall(key: string): Credential | undefined
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

/** How long a process that ends waits for the store. */
const CLOSE_PATIENCE_MS = 1000

/** Keeps credentials in `storage`, and knows whose turn it is to renew them. */
export function createCredentialStore({ storage, lease, ready, log, now, wallNow }: CredentialStoreOptions): CredentialStore {
  const health = createStoreHealth(log, now, STORE_PATIENCE_MS)
  const writes = createWriteQueue(health)
  const announced = new Set<string>()
  const turns = createTurns({
    lease,
    keys: () => [...announced].flatMap(key => lease ? [key, failureKey(key)] : [key]),
    getItem: key => storage.getItem(key),
    health,
    writes,
    ready,
    now,
  })

  const wallAhead = () => wallNow() - now()

  /** What was kept by the wall's clock, by ours. */
  function fromWall(value: unknown): unknown {
    return typeof value === 'object' && value !== null && 'expiresAt' in value ? { ...value, expiresAt: Number(value.expiresAt) - wallAhead() } : undefined
  }

  const toCredential = (value: unknown) => readCredential(fromWall(value), now())

  function save<Value extends StoredValue>(key: string, value: Value): Promise<void> {
    // Rather a second less: nobody may believe in it for longer than it lives.
    const ttl = Math.floor((value.expiresAt - now()) / 1000)
    return ttl > 0 ? storage.setItem(key, { ...value, expiresAt: value.expiresAt + wallAhead() }, { ttl }) : Promise.resolve()
  }

  return {
    isShared: lease !== undefined,
    announce: key => void announced.add(key),
    async look(key, looker = {}) {
      const { read, isMine, fence, isLate } = await turns.look(looker)
      return {
        credential: toCredential(read.get(key)),
        failure: readFailure(fromWall(read.get(failureKey(key))), now()),
        isMyTurn: isMine,
        fence,
        isLate,
      }
    },
    recall: key => toCredential(turns.recall(key)),
    stay: turns.stay,
    leave: turns.leave,
    async read(key) {
      writes.retry()
      return toCredential(await health.watch('read', () => storage.getItem(key)))
    },
    write(key, credential) {
      writes.forget(failureKey(key))
      writes.add(key, 'write', () => Promise.all([save(key, credential), lease && storage.removeItem(failureKey(key))]))
    },
    writeFailure(key, failure) {
      if (lease)
        writes.add(failureKey(key), 'write', () => save(failureKey(key), toFailureRecord(failure)))
    },
    async close() {
      turns.giveUp()
      await writes.wait(CLOSE_PATIENCE_MS)
    },
    isFailing: health.isFailing,
  }
}

function failureKey(key: string): string {
  return `${key}-failure`
}
