import { LEASE_MS } from './lease'
import { waitAtMost } from './patience'
import type { StoreHealth } from './store-health'

/** What is still to be written: at once, and again whenever it is told to, for as long as that fails. */
export interface WriteQueue {
  /** Writes this in place of what was to be written under the same name. */
  add(name: string, kind: 'write' | 'lease', action: () => Promise<unknown>): void
  /** Tries once more what has failed. */
  retry(): void
  forget(name: string): void
  /** Until what was added has been tried, and so long at most. */
  wait(milliseconds: number): Promise<void>
}

/** One after the other, so that what was written in a turn is there before the turn is given back, however slowly. */
export function createWriteQueue(health: StoreHealth): WriteQueue {
  const unwritten = new Map<string, { kind: 'write' | 'lease', action: () => Promise<unknown>, isQueued: boolean }>()
  let last: Promise<unknown> = Promise.resolve()

  function retry(): void {
    for (const [name, write] of unwritten) {
      if (write.isQueued)
        continue
      write.isQueued = true
      last = last.then(async () => {
        const isLatest = () => unwritten.get(name) === write
        if (!isLatest())
          return
        const written = write.action()
        if (await health.watch(write.kind, () => written.then(() => true)) && isLatest())
          unwritten.delete(name)
        await waitAtMost(written, LEASE_MS)
        write.isQueued = false
      })
    }
  }

  return {
    add(name, kind, action) {
      unwritten.set(name, { kind, action, isQueued: false })
      retry()
    },
    retry,
    forget: name => void unwritten.delete(name),
    wait: milliseconds => waitAtMost(last, milliseconds),
  }
}
