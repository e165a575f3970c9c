import type { Configuration } from '../../bridge/record/state'

/** When the page asked for a signature, and how many milliseconds later WeChat accepted or refused it. */
export function timingOf({ at, durationMs, source, isReused }: Configuration): { askedAt: number, totalMs: number } {
  // For one that it had already, the page asked nothing.
  const askedAt = source?.kind === 'request' && !isReused ? source.at : at
  return { askedAt, totalMs: at + durationMs - askedAt }
}
