/** Lets one of several processes ask WeChat at a time. */
export interface Lease {
  /**
   * Takes it, or keeps what is one's own for its whole length again. The answer is this holder's fence, a number higher than that
   * of every holder before; `undefined` while another process holds it. Rejects where nobody can tell.
   *
   * What is read from the same storage after this was called is read after the lease was taken: it is what the holder before
   * wrote, and costs a page no second wait.
   */
  take(): Promise<number | undefined>
  /** Gives it back, if it is still one's own. */
  release(): Promise<void>
}

/**
 * How long a lease lasts by itself: longer than a call to WeChat may take (5 s) and the store's answer before it; shorter than a page
 * waits, by as much as the process that takes over needs for calls of its own.
 */
export const LEASE_MS = 5500
