const BEIJING_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** Counts calls by name within a day or month that ends at midnight in Beijing, as WeChat's quotas do. */
export class DailyCounters {
  private day = -1
  private month = ''
  private monthCount = new Map<string, number>()
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

  /** Counts one more, unless this month's `limit` is reached. */
  takeInMonth(name: string, limit: number): boolean {
    const month = new Date(this.now() + BEIJING_MS).toISOString().slice(0, 7)
    if (month !== this.month) {
      this.month = month
      this.monthCount = new Map()
    }
    const count = this.monthCount.get(name) ?? 0
    if (count >= limit)
      return false
    this.monthCount.set(name, count + 1)
    return true
  }

  /** Forgets today's counts of these, as `clear_quota` does. */
  clear(names: readonly string[]): void {
    names.forEach(name => this.today().delete(name))
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
