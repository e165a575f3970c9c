import { readFailure, toFailureRecord, type Failure } from './backoff'
import { readCredential, type Credential } from './credential'
import { LEASE_MS, type Lease } from './lease'
import type { WechatLog } from './log'
import { waitAtMost } from './patience'
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
  /** Names a key that is looked for later: all are read together, so that a page waits for the store once. */
  announce(key: string): void
  /** What is there, and whose turn it is. In all looks of a turn together a page waits for it {@link STORE_PATIENCE_MS} at most. */
  look(key: string): Promise<Look>
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

/** How long anybody waits for the store. */
export const STORE_PATIENCE_MS = 300
/** Too little to be worth a command. */
const JUST_TAKEN_MS = 500
/** How long a process that ends waits for it. */
const CLOSE_PATIENCE_MS = 1000
/** A store that just failed is not waited for again by the next look of the same page. */
const REST_MS = 1000

/** What is known of this process' turn. Nobody else writes in it: what was read as it began stands to its end. */
interface Turn {
  fence?: number
  /** When the lease was taken last. */
  takenAt: number
  read: Map<string, unknown>
  /** How long a page may still wait for the store in this turn. */
  leftMs: number
}

/** Keeps credentials in `storage`, and knows whose turn it is to renew them. */
export function createCredentialStore({ storage, lease, ready, log, now, wallNow }: CredentialStoreOptions): CredentialStore {
  const health = createStoreHealth(log, now, STORE_PATIENCE_MS)
  /** Turns that this process has or is asking for: token and ticket share its lease. */
  let turns = 0
  let turn: Turn | undefined
  /** While a turn is being begun: who looks meanwhile waits no longer than who looked first. */
  let beginning: ReturnType<typeof begin> | undefined
  const announced = new Set<string>()
  /** What is still to be written: at once, and again with each read for as long as that fails. */
  const unwritten = new Map<string, { kind: 'write' | 'lease', action: () => Promise<unknown>, isQueued: boolean }>()
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
    unwritten.set(what, { kind, action, isQueued: false })
    writeAll()
  }

  /** One after the other, so that what was written in a turn is there before the turn is given back, however slowly. */
  function writeAll(): void {
    for (const [what, write] of unwritten) {
      if (write.isQueued)
        continue
      write.isQueued = true
      writing = writing.then(async () => {
        const isLatest = () => unwritten.get(what) === write
        if (!isLatest())
          return
        const written = write.action()
        if (await health.watch(write.kind, () => written.then(() => true)) && isLatest())
          unwritten.delete(what)
        await waitAtMost(written, LEASE_MS)
        write.isQueued = false
      })
    }
  }

  /** Takes the lease, or keeps it. Nothing where nobody can tell. */
  async function take(patienceMs?: number): Promise<{ fence?: number } | undefined> {
    const taken = lease && await health.watch('lease', async () => ({ fence: await lease.take() }), patienceMs)
    if (turn && taken?.fence !== undefined)
      turn.takenAt = now()
    return taken
  }

  /** Keeps the lease for a call's whole length again. */
  async function keep(): Promise<void> {
    await take()
    if (turns === 0)
      giveBack()
  }

  function giveBack(): void {
    if (lease)
      write('lease', 'lease', () => turns === 0 ? lease.release() : Promise.resolve())
  }

  /** Reads what was announced, and takes the lease: first, as what was read before it may be old, and together, as a page waits. */
  async function begin(patienceMs: number): Promise<{ read: Map<string, unknown>, isMine: boolean }> {
    const startedAt = now()
    const read = new Map<string, unknown>()
    const readAs = async (key: string) => read.set(key, await health.watch('read', () => storage.getItem(key), patienceMs))
    const keys = [...announced].flatMap(key => lease ? [key, failureKey(key)] : [key])
    const [taken] = await Promise.all([take(patienceMs), ...keys.map(readAs)])
    // Where nobody can tell whose turn it is, each process goes on by itself.
    const isMine = !taken || taken.fence !== undefined
    if (isMine)
      turn = { fence: taken?.fence, takenAt: now(), read, leftMs: patienceMs - (now() - startedAt) }
    return { read, isMine }
  }

  function endTurn(): void {
    turns -= 1
    if (turns === 0)
      turn = undefined
  }

  function answer(key: string, read: Map<string, unknown>, isMyTurn: boolean): Look {
    return {
      credential: readCredential(fromWall(read.get(key)), now()),
      failure: readFailure(fromWall(read.get(failureKey(key))), now()),
      isMyTurn,
      fence: isMyTurn ? turn?.fence : undefined,
    }
  }

  return {
    isShared: lease !== undefined,
    announce: key => void announced.add(key),
    async look(key) {
      // Before it is known: who gives the turn back meanwhile must not give this one's away.
      turns += 1
      await ready
      if (turn && (turn.leftMs <= 0 || now() < turn.takenAt + LEASE_MS / 2)) {
        if (turn.leftMs > 0)
          void keep()
        return answer(key, turn.read, true)
      }
      if (health.failedWithin(REST_MS)) {
        turn = { takenAt: now(), read: new Map(), leftMs: 0 }
        return answer(key, turn.read, true)
      }
      const { read, isMine } = await (beginning ??= begin(turn?.leftMs ?? STORE_PATIENCE_MS).finally(() => {
        beginning = undefined
      }))
      if (!isMine)
        endTurn()
      return answer(key, read, isMine)
    },
    recall: key => readCredential(fromWall(turn?.read.get(key)), now()),
    async stay() {
      if (!lease || !turn || turn.leftMs <= 0 || now() < turn.takenAt + JUST_TAKEN_MS)
        return true
      const startedAt = now()
      const taken = await take(turn.leftMs)
      turn.leftMs -= now() - startedAt
      return !taken || taken.fence !== undefined
    },
    leave() {
      endTurn()
      // A ticket's turn goes on where its token's ends, for a call's whole length again.
      if (turns > 0)
        void keep()
      else
        giveBack()
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
      await waitAtMost(writing, CLOSE_PATIENCE_MS)
    },
    isFailing: health.isFailing,
  }
}

function failureKey(key: string): string {
  return `${key}-failure`
}
