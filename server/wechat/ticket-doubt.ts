/** So many visitors must report it before WeChat is asked for another ticket. */
const VISITORS = 3
/** They must do so within this time. A younger ticket is never doubted. */
export const DOUBT_MS = 600_000
/** Of how many visitors is remembered that they reported. */
const MOST_REMEMBERED = 100

/**
 * Decides when "invalid signature", reported by visitors, is taken for the ticket's fault.
 *
 * Anybody may report anything, and a page whose own URL rule is wrong is reported by all who open it. So the ticket's age is
 * the bound: whoever reports whatever, WeChat is asked once in ten minutes. As processes learn of each other's tickets, that
 * holds for all of them together.
 */
export class TicketDoubt {
  /** When each visitor reported last, oldest first. */
  private readonly reports = new Map<string, number>()
  /** Where WeChat fails, the ticket stays as old as it is. */
  private doubtedAt = -Infinity

  /** @param now milliseconds. */
  constructor(private readonly now: () => number) {}

  /**
   * Counts a report.
   *
   * @param visitor tells visitors apart; one that reports again and again counts once.
   * @param obtainedAt when this process got the ticket that it signs with, in milliseconds.
   * @returns whether another ticket should be asked for.
   */
  add(visitor: string, obtainedAt: number): boolean {
    const now = this.now()
    this.reports.delete(visitor)
    this.reports.set(visitor, now)
    for (const [one, at] of this.reports) {
      // What was reported of the ticket before is no reason to doubt this one.
      if (at < Math.max(now - DOUBT_MS, obtainedAt) || this.reports.size > MOST_REMEMBERED)
        this.reports.delete(one)
    }
    if (this.reports.size < VISITORS || now < Math.max(obtainedAt, this.doubtedAt) + DOUBT_MS)
      return false
    this.doubtedAt = now
    this.reports.clear()
    return true
  }
}
