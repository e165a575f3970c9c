/** A ticket younger than this is not doubted. */
const PERIOD_MS = 600_000
/** One page whose URL is wrong proves nothing. */
const REPEATED = 3

/**
 * Counts pages whose signature WeChat's client called invalid. When that is repeated the ticket may be one that WeChat has
 * forgotten.
 *
 * @param refresh asks for a fresh one, unless it is younger than so many milliseconds; whether it did.
 * @returns what to call for each such page.
 */
export function createDoubt(refresh: (unlessYoungerThanMs: number) => boolean, now: () => number): () => void {
  let reports: number[] = []
  return () => {
    reports = [...reports, now()].filter(at => at > now() - PERIOD_MS).slice(-REPEATED)
    if (reports.length === REPEATED && refresh(PERIOD_MS))
      reports = []
  }
}
