// Ten minutes at half the peak rate on four processes and one Redis, with a renewal every 30 s, WeChat failing one minute in three,
// and Redis killed twice: `npm run bench:soak`. See bench/README.md for what the table says.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildApp } from '../../scripts/build.mjs'
import { countFailures, describe, readAnswers, STRETCH_MS, summarize, toMarkdown } from './table.mjs'
import { endAll, startWorld } from './world.mjs'

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, build: { type: 'string', default: '' } } })
const minutes = Number(values.minutes)

const PROCESSES = 4
const RENEW_EVERY_S = 30
/** Of the 7200 s that a ticket lives; with so much left every process wants another one. */
const LEFT_MS = 170_000
const REDIS_AWAY_MS = 6000
/** How often the peak is measured, and for how long. */
const [PEAKS, PEAK_S] = [4, 10]

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    endAll()
    process.exit(1)
  })
}

const folder = await mkdtemp(join(tmpdir(), 'nuxt-wechat-soak-'))
const build = values.build || '.soak/output'
if (!values.build)
  await buildApp({ dir: '.soak' })

const world = await startWorld({ apps: PROCESSES, build })
try {
  await Promise.all([load(0, 3, 'warm-up'), renew()])
  const peaks = []
  for (let time = 0; time < PEAKS; time++) {
    const { pages, failed } = describe(await load(0, PEAK_S, 'peak'))
    if (failed > 0)
      throw new Error(`${failed} of ${pages} pages failed already at the peak.`)
    peaks.push(pages / PEAK_S)
  }
  // A machine that is shared is fast for a while.
  const peak = Math.min(...peaks)
  const rate = Math.floor(peak / 2)
  console.log(`\nPeak ${Math.round(peak)} pages/s; ${minutes} minutes at ${rate} pages/s follow.`)
  const before = await countCalls()
  const running = load(rate, minutes * 60, 'soak')
  const { phases, memory } = await live(performance.now() + minutes * 60_000)
  const answers = await running
  report(rate, answers, phases, memory, await countCalls() - before)
}
finally {
  await world.end()
  await rm(folder, { recursive: true })
}

/**
 * Lets happen what happens, until then.
 *
 * @param {number} endAt
 */
async function live(endAt) {
  const startedAt = performance.now()
  /** @type {import('./table.mjs').Phase[]} */
  const phases = []
  /** @type {{ minute: number, kB: number[] }[]} */
  const memory = []
  const begin = (/** @type {string} */ kind, /** @type {number} */ ms) => phases.push({ kind, from: Date.now(), to: Date.now() + ms })
  const redisAt = [1 / 3, 2 / 3].map(share => startedAt + (endAt - startedAt) * share + 15_000)
  let isFailing = false
  for (let second = 0; performance.now() < endAt; second++) {
    const minute = Math.floor(second / 60)
    if (second % 60 === 0 && (minute % 3 === 2) !== isFailing) {
      isFailing = !isFailing
      await (isFailing ? world.control('fault', { endpoint: 'all', fault: { kind: 'errcode', errcode: -1 } }) : world.control('clear-faults', {}))
      if (isFailing)
        begin('WeChat fails', 60_000)
    }
    if (second > 0 && second % RENEW_EVERY_S === 0)
      await renew(isFailing ? undefined : () => begin('a renewal', STRETCH_MS))
    // What the bench itself costs, which asks and sets five programs.
    if (second % RENEW_EVERY_S === RENEW_EVERY_S / 2 && !isFailing) {
      await world.ticketLife()
      begin('clocks are set by 0 s', STRETCH_MS)
      await world.pass(0)
    }
    if (performance.now() > (redisAt[0] ?? Infinity)) {
      redisAt.shift()
      begin('Redis is restarted', REDIS_AWAY_MS)
      await world.restartRedis()
    }
    if (second % 5 === 0)
      memory.push({ minute: second / 60, kB: world.memory() })
    if (second % 60 === 0)
      console.log(`minute ${minute} of ${minutes}${isFailing ? ', WeChat fails' : ''}`)
    await sleep(Math.max(startedAt + (second + 1) * 1000 - performance.now(), 0))
  }
  return { phases, memory }
}

/**
 * Lets a renewal fall due, unless one that fell due as WeChat began to fail is still to come.
 *
 * @param {() => void} [begin]
 */
async function renew(begin) {
  const early = await world.ticketLife() - LEFT_MS
  if (early <= 0)
    return
  begin?.()
  await world.pass(early)
}

/** @param {number} rate @param {number} seconds @param {string} name */
async function load(rate, seconds, name) {
  const file = join(folder, name)
  const script = fileURLToPath(new URL('load.mjs', import.meta.url))
  const child = spawn(process.execPath, [script, String(rate), String(seconds), file, ...world.urls], { stdio: 'inherit' })
  const [code] = await once(child, 'close')
  if (code !== 0)
    throw new Error(`The load ended with code ${code}.`)
  return readAnswers(file)
}

async function countCalls() {
  const { counters } = await world.state()
  return counters.reduce((/** @type {number} */ sum, /** @type {{ calls: number }} */ { calls }) => sum + calls, 0)
}

/**
 * @param {number} rate @param {import('./table.mjs').Answer[]} answers @param {import('./table.mjs').Phase[]} phases
 * @param {{ minute: number, kB: number[] }[]} memory @param {number} calls
 */
function report(rate, answers, phases, memory, calls) {
  const rows = summarize(answers, phases, 'nothing else')
  const all = describe(answers)
  const startedAt = answers[0]?.dueAt ?? 0
  console.log(`\n${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores, Node ${process.versions.node}, ${PROCESSES} processes, ${rate} pages/s for ${minutes} minutes\n`)
  console.log(toMarkdown([...rows, { kind: '**all**', ...all }]))
  const [renewal, ...others] = ['a renewal', 'nothing else', 'clocks are set by 0 s'].map(kind => rows.find(row => row.kind === kind))
  for (const other of others) {
    if (renewal && other)
      console.log(`\na renewal / ${other.kind}: p99 ${(renewal.p99 / other.p99).toFixed(2)}, of the median 4 s ${(renewal.typicalP99 / other.typicalP99).toFixed(2)}`)
  }
  console.log(`Calls to WeChat: ${calls}`)
  const at = (/** @type {number} */ share) => {
    const { minute, kB } = memory[Math.min(Math.floor(memory.length * share), memory.length - 1)] ?? { minute: 0, kB: [] }
    return `${minute.toFixed(0)} min: ${kB.map(one => Math.round(one / 1024)).join(' ')}`
  }
  console.log(`Memory, MB for each process, at ${[0.1, 0.25, 0.5, 0.75, 1].map(at).join('; ')}`)
  for (const [index, lines] of world.logs().entries())
    console.log(`Log of process ${index + 1}: ${lines.length} lines`, ...all.failed > 0 ? lines.map(line => `\n${line}`) : [])
  for (const [what, count] of countFailures(answers, startedAt))
    console.log(`Failed, ${what}: ${count}`)
  process.exitCode = all.failed > 0 ? 1 : 0
}
