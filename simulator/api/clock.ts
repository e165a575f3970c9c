/** A clock that can be run on. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  advance(ms: number): void
}

/** WeChat's own clock: the app's stays where it is. */
export function createClock(base: () => number = Date.now): Clock {
  let advancedMs = 0
  return {
    now: () => base() + advancedMs,
    advance: (ms) => {
      advancedMs += ms
    },
  }
}
