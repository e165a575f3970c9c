import type { WechatLog } from './log'
import { waitFor } from './patience'

/** A store may be read while nothing can be written: where its disk or memory is full, or on a replica. */
type Kind = 'read' | 'write' | 'lease'

/** Watches a store's commands: a failing one costs one log line per change of state, and no page. */
export interface StoreHealth {
  /** What the command gives; nothing where it fails or takes too long. */
  watch<Value>(kind: Kind, command: () => Promise<Value>): Promise<Value | undefined>
  failedWithin(milliseconds: number): boolean
  isFailing(): boolean
}

/**
 * @param now milliseconds.
 * @param patienceMs how long a command may take.
 */
export function createStoreHealth(log: WechatLog, now: () => number, patienceMs: number): StoreHealth {
  const failing = new Set<Kind>()
  let failedAt = -Infinity

  function note(kind: Kind, succeeded: boolean): void {
    const was = failing.size > 0
    if (succeeded) {
      failing.delete(kind)
    }
    else {
      failing.add(kind)
      failedAt = now()
    }
    if (!was && failing.size > 0)
      log.warn('The storage fails: credentials are kept in this process\'s memory. Check NUXT_WECHAT_STORAGE.', { event: 'storage_failing' })
    if (was && failing.size === 0)
      log.info('The storage answers again.', { event: 'storage_recovered' })
  }

  return {
    async watch(kind, command) {
      try {
        const value = await waitFor(command(), patienceMs, () => new Error('The store takes too long.'))
        note(kind, true)
        return value
      }
      catch {
        note(kind, false)
        return undefined
      }
    },
    failedWithin: milliseconds => now() < failedAt + milliseconds,
    isFailing: () => failing.size > 0,
  }
}
