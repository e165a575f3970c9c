// Starts what `npm run build` made once for each core, on one port, with one shared set of credentials.
import cluster from 'node:cluster'
import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { collectMetrics } from './cluster-metrics.mjs'
import { loadBuild } from './load-build.mjs'

/** A process that lived so long has not died of its start. */
const STEADY_MS = 60_000
const LONGEST_WAIT_MS = 30_000

if (cluster.isPrimary)
  supervise(countWorkers())
else
  await import(loadBuild().href)

/** @param {number} count how many workers run at a time */
function supervise(count) {
  loadBuild()
  shareStorage()
  collectMetrics(workers)
  let isStopping = false
  let hasListened = false
  /** How many died young, one after the other. */
  let diedYoung = 0
  /** @type {Set<NodeJS.Timeout>} */
  const starts = new Set()
  console.log(`Starting ${count} ${count === 1 ? 'process' : 'processes'}.`)
  for (let index = 0; index < count; index++)
    start()

  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => {
      isStopping = true
      for (const timer of starts)
        clearTimeout(timer)
      for (const worker of workers())
        worker.process.kill(signal)
    })
  }

  function start() {
    if (isStopping)
      return
    const startedAt = performance.now()
    try {
      const worker = cluster.fork({ START_CLUSTER: 'true' })
      worker.once('listening', () => {
        hasListened = true
      })
      worker.once('exit', (code, signal) => follow(signal ?? `code ${code}`, code))
      worker.on('error', (error) => {
        // One that runs, and cannot be sent something, is about to exit.
        if (worker.process.pid === undefined)
          followNone(error)
      })
    }
    catch (error) {
      // Node tells of some failures in this way, of others in that.
      followNone(error)
    }

    function followNone(/** @type {unknown} */ error) {
      if (!hasListened)
        console.error(`No process can be started: ${error}`)
      follow(String(error), 1)
    }

    function follow(/** @type {string} */ why, /** @type {number} */ code) {
      if (isStopping)
        return
      if (hasListened) {
        diedYoung = performance.now() - startedAt < STEADY_MS ? diedYoung + 1 : 0
        const waitMs = diedYoung > 0 ? Math.min(1000 * 2 ** (diedYoung - 1), LONGEST_WAIT_MS) : 0
        console.error(`A process ended (${why}): another takes its place${waitMs > 0 ? ` in ${waitMs / 1000} s` : ''}.`)
        const timer = setTimeout(() => {
          starts.delete(timer)
          start()
        }, waitMs)
        starts.add(timer)
        return
      }
      // None has ever come up. Why it could not, it has said; the others could not either.
      isStopping = true
      process.exitCode = code || 1
      for (const worker of workers())
        worker.process.kill('SIGTERM')
    }
  }
}

function workers() {
  return Object.values(cluster.workers ?? {}).filter(worker => worker !== undefined)
}

/** @returns {number} */
function countWorkers() {
  const { NITRO_CLUSTER_WORKERS: asked = '' } = process.env
  if (asked === '')
    return availableParallelism()
  if (/^[1-9]\d?$/.test(asked))
    return Number(asked)
  console.error('NITRO_CLUSTER_WORKERS takes a number from 1 to 99.')
  process.exit(1)
}

/** Memory is each process's own: several would take the token from each other. So they share a folder. */
function shareStorage() {
  const { NUXT_WECHAT_STORAGE: storage = '' } = process.env
  if (storage === 'memory') {
    console.error('NUXT_WECHAT_STORAGE=memory is for one process. Leave it out here, or take fs:DIR or redis://…')
    process.exit(1)
  }
  if (storage === '') {
    const folder = fileURLToPath(new URL('../.data/wechat', import.meta.url))
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    process.env.NUXT_WECHAT_STORAGE = `fs:${folder}`
  }
}
