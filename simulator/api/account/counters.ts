const BEIJING_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** Counts calls by name within a day that ends at midnight in Beijing, as WeChat's quotas do. */
export class DailyCounters {
  private day = -1
  private counts = new Map<string, number>()

  constructor(private readonly now: () => number) {}

  /** How many were counted today. */
  count(name: string): number {
    return this.today().get(name) ?? 0
  }

  /** Counts one more, unless today's `limit` is reached: then it is `false`. */
  take(name: string, limit: number): boolean {
    const count = this.count(name)
    if (count >= limit)
      return false
    this.counts.set(name, count + 1)
    return true
  }

  private today(): Map<string, number> {
    const day = Math.floor((this.now() + BEIJING_MS) / DAY_MS)
    if (day !== this.day) {
      this.day = day
      this.counts = new Map()
    }
    return this.counts
  }
}
