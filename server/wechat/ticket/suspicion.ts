/** So many reports within {@link SUSPICION_MS} make a ticket suspect. */
const REPORTS = 3
/** A younger ticket is never suspect: reports prove nothing, so WeChat is asked once in so long at most. */
export const SUSPICION_MS = 600_000

/** Decides when pages that report "invalid signature" make the ticket suspect. */
export class Suspicion {
  private reportedAt: number[] = []

  /**
   * Counts a report.
   *
   * @param now milliseconds.
   * @param obtainedAt when WeChat gave the ticket.
   * @returns whether another ticket should be asked for.
   */
  report(now: number, obtainedAt: number): boolean {
    this.reportedAt = [...this.reportedAt, now].filter(at => at > now - SUSPICION_MS).slice(-REPORTS)
    if (this.reportedAt.length < REPORTS || now < obtainedAt + SUSPICION_MS)
      return false
    this.reportedAt = []
    return true
  }
}
