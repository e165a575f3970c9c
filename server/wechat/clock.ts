/**
 * A clock in milliseconds since 1970 that never runs slower than time goes by: set back, the wall's clock does not make
 * old credentials young again; set forward, or after the machine slept, it counts. So nothing lives longer than it should.
 *
 * @param wall the wall's clock, which people and daemons set.
 * @param monotonic one that nobody sets, but which may stand still while the machine sleeps.
 */
export function createSteadyClock(wall: () => number, monotonic: () => number = () => performance.now()): () => number {
  let wallBefore = wall()
  let monotonicBefore = monotonic()
  let time = wallBefore
  return () => {
    const [wallNow, monotonicNow] = [wall(), monotonic()]
    time += Math.max(wallNow - wallBefore, monotonicNow - monotonicBefore, 0)
    wallBefore = wallNow
    monotonicBefore = monotonicNow
    return time
  }
}
