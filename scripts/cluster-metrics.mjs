// A scrape reaches any of a cluster's workers. It asks here what the others have counted.
import cluster from 'node:cluster'

/** One that is blocked or stopped is left out, before the scraper gives up. */
const PATIENCE_MS = 2000

/**
 * Answers workers that ask for what all of them have counted.
 *
 * @param {() => import('node:cluster').Worker[]} workers those there are
 */
export function collectMetrics(workers) {
  /** @type {Promise<unknown[]> | undefined} */
  let asking
  cluster.on('message', async (asker, message) => {
    if (message?.type !== 'metrics-wanted')
      return
    asking ??= askAll(workers()).finally(() => asking = undefined)
    asker.send({ type: 'metrics-of-all', all: await asking })
  })
}

/** @param {import('node:cluster').Worker[]} workers */
async function askAll(workers) {
  const all = await Promise.all(workers.filter(worker => worker.isConnected()).map(ask))
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
