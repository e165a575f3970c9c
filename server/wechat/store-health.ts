import type { WechatLog } from './log'
import { waitFor } from './patience'

/** A store may be read while nothing can be written: where its disk or memory is full, or on a replica. */
type Kind = 'read' | 'write' | 'lease'

/** Watches a store's commands: a failing one costs one log line per change of state, and no page. */
export interface StoreHealth {
  /** What the command gives; nothing where it fails or takes too long: longer than so many milliseconds, where they are fewer than usual. */
  watch<Value>(kind: Kind, command: () => Promise<Value>, patienceMs?: number): Promise<Value | undefined>
  /** Whether it has just not answered. (One that takes no writes answers.) */
  failedWithin(milliseconds: number): boolean
  isFailing(): boolean
}

/** A store that now answers in time and now does not is one that fails: it has recovered after so long without a failure. */
const CALM_MS = 10_000

/**
 * @param now milliseconds.
 * @param usualPatienceMs how long a command may take.
 */
export function createStoreHealth(log: WechatLog, now: () => number, usualPatienceMs: number): StoreHealth {
  const failing = new Set<Kind>()
  let failedAt = -Infinity
  let wasSilentAt = -Infinity
  let isTold = false

  function noteFailure(kind: Kind): void {
    failing.add(kind)
    failedAt = now()
    if (kind !== 'write')
      wasSilentAt = failedAt
    if (isTold)
      return
    isTold = true
    log.warn('The storage fails: credentials are kept in this process\'s memory. Check NUXT_WECHAT_STORAGE.', { event: 'storage_failing', what: kind })
  }

  function noteSuccess(kind: Kind): void {
    failing.delete(kind)
    if (!isTold || failing.size > 0 || now() < failedAt + CALM_MS)
      return
    isTold = false
    log.info('The storage answers again.', { event: 'storage_recovered' })
  }

  return {
    async watch(kind, command, patienceMs = usualPatienceMs) {
      const tooLong = new Error('The store takes too long.')
      try {
        const value = await waitFor(command(), patienceMs, () => tooLong)
        noteSuccess(kind)
        return value
      }
      catch (error) {
        // Less time than usual is the caller's haste, and not the store's failure.
        if (error !== tooLong || patienceMs >= usualPatienceMs)
          noteFailure(kind)
        return undefined
      }
    },
    failedWithin: milliseconds => now() < wasSilentAt + milliseconds,
    isFailing: () => failing.size > 0,
  }
}
