// A scrape reaches any of a cluster's workers. It asks here what the others have counted.
import cluster from 'node:cluster'

/** One that is blocked or stopped is left out, before the scraper gives up. */
const PATIENCE_MS = 2000

/** Answers workers that ask for what all of them have counted. */
export function collectMetrics() {
  /** @type {Promise<unknown[]> | undefined} */
  let asking
  cluster.on('message', async (asker, message) => {
    if (message?.type !== 'metrics-wanted')
      return
    asking ??= askAll().finally(() => asking = undefined)
    asker.send({ type: 'metrics-of-all', all: await asking })
  })
}

async function askAll() {
  const workers = Object.values(cluster.workers ?? {}).filter(worker => worker?.isConnected())
  const all = await Promise.all(workers.map(worker => worker && ask(worker)))
  return all.filter(Boolean)
}

/**
 * @param {import('node:cluster').Worker} worker
 * @returns {Promise<unknown>} what it has counted, if it says so in time
 */
function ask(worker) {
  return new Promise((resolve) => {
    const end = (/** @type {unknown} */ counted) => {
      clearTimeout(timer)
      worker.off('message', hear).off('disconnect', end)
      resolve(counted)
    }
    const hear = (/** @type {{ type?: string, counted?: unknown }} */ message) => {
      if (message?.type === 'metrics')
        end(message.counted)
    }
    const timer = setTimeout(end, PATIENCE_MS, undefined)
    worker.on('message', hear).once('disconnect', end)
    worker.send({ type: 'metrics-read' })
  })
}
