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
  let hearAll = (_: Counted[]) => {}
  process.on('message', async ({ type, all }: Message) => {
    if (type === 'metrics-read')
      process.send?.({ type: 'metrics', counted: await registry.getMetricsAsJSON() })
    else if (type === 'metrics-of-all' && all)
      hearAll(all)
  })
  const ask = () => waitFor(new Promise<Counted[]>((resolve) => {
    hearAll = resolve
    process.send?.({ type: 'metrics-wanted' })
  }), PATIENCE_MS, () => new Error('The cluster\'s first process does not answer.'))
  let asking: Promise<Counted[]> | undefined
  return async () => {
    const all = await (asking ??= ask().finally(() => {
      asking = undefined
    })).catch(() => [])
    return all.length > 0 ? AggregatorRegistry.aggregate(all.map(toSeries)).metrics() : registry.metrics()
  }
}

/** As each is a series of its own, none is left out, and nothing is added up. What is no number is `null` on the way. */
function toSeries(counted: Counted): Counted {
  return counted.map(metric => ({ ...metric, aggregator: 'first', values: metric.values.filter(({ value }) => value !== null) }))
}
