/** The wall's clock counts whole milliseconds and is corrected by little: only what is more than this is a jump. */
const JUMP_MS = 1000

/**
 * A clock in milliseconds since 1970 that never runs slower than time goes by: set back, the wall's clock does not make
 * old credentials young again; set forward, or after the machine slept, it counts. So nothing lives longer than it should.
 *
 * @param wall the wall's clock, which users and daemons set.
 * @param monotonic a clock that is never set, but may stand still while the machine sleeps.
 */
export function createSteadyClock(wall: () => number, monotonic: () => number = () => performance.now()): () => number {
  const startedAt = monotonic()
  let base = wall()
  /** Where the wall's clock is expected, less the time gone by. */
  let wallBase = base
  return () => {
    const passed = monotonic() - startedAt
    const ahead = wall() - passed - wallBase
    if (ahead < 0 || ahead > JUMP_MS) {
      wallBase += ahead
      base += Math.max(ahead, 0)
    }
    return base + passed
  }
}
