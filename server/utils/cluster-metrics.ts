import cluster from 'node:cluster'
import process from 'node:process'
import { AggregatorRegistry, type Registry } from 'prom-client'
import { waitFor } from '../wechat'

type Counted = Awaited<ReturnType<Registry['getMetricsAsJSON']>>

interface Message { type?: string, all?: Counted[] }

/** Longer than the cluster's first process waits for the others. */
const PATIENCE_MS = 3000

/** Whether `npm run start:cluster` started this process: its first process knows the others. */
const isOfCluster = cluster.isWorker && process.env.START_CLUSTER === 'true'

/**
 * In a cluster the numbers of all its processes, each with its own label `worker`, so that one that dies or does not answer takes
 * nothing from a sum. Elsewhere this process's alone.
 */
export function renderForCluster(registry: Registry): () => Promise<string> {
  if (!isOfCluster)
    return () => registry.metrics()
  registry.setDefaultLabels({ worker: cluster.worker?.id })
  process.on('message', async ({ type }: Message) => {
    if (type === 'metrics-read')
      process.send?.({ type: 'metrics', counted: await registry.getMetricsAsJSON() })
  })
  let asking: Promise<Counted[]> | undefined
  return async () => {
    const all = await (asking ??= askForAll().finally(() => {
      asking = undefined
    })).catch(() => [])
    return all.length > 0 ? AggregatorRegistry.aggregate(all.map(toSeries)).metrics() : registry.metrics()
  }
}

/** As each is a series of its own, none is left out, and nothing is added up. What is no number is `null` on the way. */
function toSeries(counted: Counted): Counted {
  return counted.map(metric => ({ ...metric, aggregator: 'first', values: metric.values.filter(({ value }) => value !== null) }))
}

async function askForAll(): Promise<Counted[]> {
  let hear = (_: Message) => {}
  const answer = new Promise<Counted[]>((resolve) => {
    hear = ({ type, all }) => {
      if (type === 'metrics-of-all' && all)
        resolve(all)
    }
  })
  process.on('message', hear)
  process.send?.({ type: 'metrics-wanted' })
  try {
    return await waitFor(answer, PATIENCE_MS, () => new Error('The cluster\'s first process does not answer.'))
  }
  finally {
    process.off('message', hear)
  }
}
