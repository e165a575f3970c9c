import { LEASE_MS, type Lease } from './lease'
import { startStopwatch } from './patience'
import type { StoreHealth } from './store-health'
import type { WriteQueue } from './write-queue'

/** How long anybody waits for the store. */
export const STORE_PATIENCE_MS = 300
/**
 * A page that waits for another process waits for the store three times: to see whose turn it is, for what that process writes, and
 * to read it. Where one of them takes longer than this, it does not get through the store in time what the other process got.
 */
const SHARE_MS = STORE_PATIENCE_MS / 3
/** A store that just failed is not waited for again by the next look of the same page. */
const REST_MS = 1000

/** Who looks whose turn it is. */
export interface Looker {
  /** Whether a page waits that would rather have this process ask WeChat too than wait for a slow store. */
  isPage?: () => boolean
  /** Whether it has seen already that it is another process' turn. */
  hasWaited?: boolean
}

/** Whose turn it is, and what was read since that was settled. */
export interface TurnLook {
  /** What the store gave under each key. */
  read: Map<string, unknown>
  isMine: boolean
  /** Of this process' turn. */
  fence?: number
  /** Whether it is another process' turn, for which no page may wait through so slow a store. */
  isLate: boolean
}

/** Whose turn it is to ask WeChat, among the processes that share a lease. Token and ticket of one process share its turn. */
export interface Turns {
  /** Looks, and begins a turn if it can. In all looks of a turn together a page waits {@link STORE_PATIENCE_MS} at most. */
  look(looker: Looker): Promise<TurnLook>
  /** Makes this turn as long as one more call; whether it still is this process' turn. */
  stay(): Promise<boolean>
  /** What was there when this turn began. */
  recall(key: string): unknown
  /** Ends a turn that a look began; what was written in it is there before the next one begins. */
  leave(): void
  /** Gives back a turn that a process takes along when it ends. */
  giveUp(): void
}

export interface TurnsOptions {
  lease?: Lease
  /** What is read with each look, as a page waits for the store once. */
  keys(): string[]
  getItem(key: string): Promise<unknown>
  health: StoreHealth
  writes: WriteQueue
  /** Ends when the storage's own program is loaded. */
  ready?: Promise<unknown>
  /** Milliseconds since 1970. */
  now: () => number
}

/** What is known of this process' turn. Nobody else writes in it: what was read as it began stands to its end. */
interface Turn {
  fence?: number
  /** When the lease was taken last. */
  takenAt: number
  read: Map<string, unknown>
  /** How long a page may still wait for the store in this turn. */
  leftMs: number
  /** Whether it is another process' turn, too. */
  isLate?: boolean
}

export function createTurns({ lease, keys, getItem, health, writes, ready, now }: TurnsOptions): Turns {
  /** Looks that have, or may yet have, the turn. */
  let looks = 0
  let turn: Turn | undefined
  /** Whether the lease may be this process': what was asked for may be given after nobody waits for it any more. */
  let mayHold = false
  /** Whether this process has given its turn up for good. */
  let isOver = false
  /** While a turn is being begun: who looks meanwhile waits no longer than who looked first. */
  let beginning: ReturnType<typeof begin> | undefined

  /** Takes the lease, or keeps it. Nothing where nobody can tell, and no fence where it is another's, as always after the last turn. */
  async function take(patienceMs?: number): Promise<{ fence?: number } | undefined> {
    if (!lease)
      return undefined
    if (isOver)
      return {}
    mayHold = true
    const taken = await health.watch('lease', async () => ({ fence: await lease.take() }), patienceMs)
    if (taken)
      mayHold = taken.fence !== undefined
    if (turn && taken?.fence !== undefined)
      turn.takenAt = now()
    return taken
  }

  function giveBackUnlessUsed(): void {
    if (!lease || !mayHold || looks > 0)
      return
    mayHold = false
    writes.add('lease', 'lease', async () => {
      if (looks === 0)
        return lease.release()
      // Whoever looks now gives it back.
      mayHold = true
    })
  }

  /** Takes the lease first, as what was read before it may be old, and reads together with it, as a page waits. */
  async function begin(patienceMs: number): Promise<{ read: Map<string, unknown>, isMine: boolean, isSlow: boolean }> {
    const elapsedMs = startStopwatch(SHARE_MS)
    const read = new Map<string, unknown>()
    const readAs = async (key: string) => read.set(key, await health.watch('read', () => getItem(key), patienceMs))
    const [taken] = await Promise.all([take(patienceMs), ...keys().map(readAs)])
    const tookMs = elapsedMs()
    // Where nobody can tell whose turn it is, each process goes on by itself.
    const isMine = !taken || taken.fence !== undefined
    if (isMine)
      turn = taken ? { fence: taken.fence, takenAt: now(), read, leftMs: patienceMs - tookMs } : goAlone(read)
    return { read, isMine, isSlow: tookMs >= SHARE_MS }
  }

  /** A turn in which the store is not waited for, as nobody can tell in time whose it is. */
  function goAlone(read: Map<string, unknown>, isLate = false): Turn {
    return { takenAt: now(), read, leftMs: 0, isLate }
  }

  function own({ read, fence, isLate = false }: Turn): TurnLook {
    return { read, isMine: true, fence, isLate }
  }

  function end(): void {
    looks -= 1
    if (looks === 0)
      turn = undefined
    giveBackUnlessUsed()
  }

  return {
    async look({ isPage = () => false, hasWaited = false }) {
      // Before it is known: who gives the turn back meanwhile must not give this one's away.
      looks += 1
      // Where it cannot be loaded, its commands say so.
      await ready?.catch(() => {})
      if (turn && (turn.leftMs <= 0 || now() < turn.takenAt + LEASE_MS / 2)) {
        if (turn.leftMs > 0)
          void take()
        return own(turn)
      }
      if (health.failedWithin(REST_MS) && !isOver)
        return own(turn = goAlone(new Map(), hasWaited))
      const patienceMs = turn?.leftMs ?? (isPage() && hasWaited ? SHARE_MS : STORE_PATIENCE_MS)
      const { read, isMine, isSlow } = await (beginning ??= begin(patienceMs).finally(() => {
        beginning = undefined
      }))
      if (turn && isMine) {
        // Where nobody can tell any more, it is what it was a moment ago.
        turn.isLate ||= hasWaited && turn.fence === undefined
        return own(turn)
      }
      if (isPage() && isSlow)
        return own(turn = goAlone(read, true))
      end()
      return { read, isMine: false, isLate: isSlow }
    },
    recall: key => turn?.read.get(key),
    async stay() {
      // The other process, whose turn it is, sees to what only one may do.
      if (turn?.isLate)
        return false
      if (!lease || !turn || turn.leftMs <= 0)
        return true
      const elapsedMs = startStopwatch(turn.leftMs)
      const taken = await take(turn.leftMs)
      turn.leftMs -= elapsedMs()
      return !taken || taken.fence !== undefined
    },
    leave() {
      end()
      // A ticket's turn goes on where its token's ends, for a call's whole length again.
      if (turn?.fence !== undefined)
        void take()
    },
    giveUp() {
      isOver = true
      if (lease && looks > 0)
        writes.add('lease', 'lease', () => lease.release())
    },
  }
}
