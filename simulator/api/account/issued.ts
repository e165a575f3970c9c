import { randomBytes } from 'node:crypto'

/** WeChat lets an old credential live this long beside its successor. */
export const OVERLAP_MS = 300_000

/** Kept after its end, so that a late caller hears "expired" and not "unknown". */
const REMEMBERED_MS = 86_400_000

/** A token or ticket that was handed out. Times in milliseconds since 1970. */
export interface Issued {
  readonly value: string
  readonly expiresAt: number
  /** Since when it is refused although its life is not over. */
  invalidAt: number
}

export type Validity = 'valid' | 'expired' | 'invalid'

/** Everything of one kind that was handed out and is still remembered, newest last. */
export class IssuedList {
  private list: Issued[] = []

  constructor(private readonly now: () => number) {}

  /** Hands out a new one. `bytes` sets the length: WeChat's tokens have some 136 characters, its tickets 86. */
  issue(lifetimeSeconds: number, bytes: number): Issued {
    const now = this.now()
    const issued = { value: randomBytes(bytes).toString('base64url'), expiresAt: now + lifetimeSeconds * 1000, invalidAt: Infinity }
    this.list = [...this.list.filter(one => one.expiresAt + REMEMBERED_MS > now), issued]
    return issued
  }

  /** The newest one, unless it was refused or its life is over. */
  get current(): Issued | undefined {
    const newest = this.list.at(-1)
    return newest && this.validityOf(newest) === 'valid' ? newest : undefined
  }

  /** Every value that counts at this moment. */
  get valid(): string[] {
    return this.list.filter(one => this.validityOf(one) === 'valid').map(one => one.value)
  }

  /** Every remembered value that does not count any more. */
  get over(): string[] {
    return this.list.filter(one => this.validityOf(one) !== 'valid').map(one => one.value)
  }

  /** Refuses all that were handed out so far, from `at` on. */
  invalidate(at: number): void {
    for (const one of this.list)
      one.invalidAt = Math.min(one.invalidAt, at)
  }

  /** `undefined` for a value that was never handed out here. */
  check(value: string): Validity | undefined {
    const issued = this.list.find(one => one.value === value)
    return issued && this.validityOf(issued)
  }

  private validityOf({ invalidAt, expiresAt }: Issued): Validity {
    const now = this.now()
    if (invalidAt <= now)
      return 'invalid'
    return expiresAt <= now ? 'expired' : 'valid'
  }
}

/** What is left of its life, in whole seconds, as WeChat answers it in `expires_in`. */
export function secondsLeft(issued: Issued, now: number): number {
  return Math.round((issued.expiresAt - now) / 1000)
}
