// From the answers of a run to the table of it.
import { readFileSync } from 'node:fs'

/**
 * @typedef {{ dueAt: number, latencyMs: number, status: number }} Answer `dueAt` in milliseconds since 1970
 * @typedef {{ kind: string, from: number, to: number }} Phase in milliseconds since 1970; the later ones in a list go first
 */

/** From a renewal falling due until the last process has learned of it. */
export const STRETCH_MS = 4000

/** @param {string} file as `load.mjs` writes it @returns {Answer[]} */
export function readAnswers(file) {
  const bytes = readFileSync(file)
  const numbers = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
  return Array.from({ length: numbers.length / 3 }, (_, index) => {
    const [dueAt = 0, latencyMs = 0, status = 0] = numbers.subarray(3 * index, 3 * index + 3)
    return { dueAt, latencyMs, status }
  })
}

/**
 * Sorts answers by what was going on when they were due.
 *
 * @param {Answer[]} answers @param {Phase[]} phases @param {string} otherwise
 */
export function summarize(answers, phases, otherwise) {
  const phaseOf = (/** @type {Answer} */ { dueAt }) => phases.findLast(({ from, to }) => from <= dueAt && dueAt < to)
  const sorted = groupBy(answers, answer => phaseOf(answer)?.kind ?? otherwise)
  return [...sorted].map(([kind, list]) => ({ kind, ...describe(list, answer => phaseOf(answer)?.from ?? 0) }))
}

/**
 * The p99 of a stretch, as half of them have it: those in which the machine stands still do not make it.
 *
 * @param {Answer[]} answers @param {(answer: Answer) => number} stretchesFrom
 */
function typicalP99(answers, stretchesFrom) {
  const stretches = groupBy(answers, (answer) => {
    const from = stretchesFrom(answer)
    return from + Math.floor((answer.dueAt - from) / STRETCH_MS) * STRETCH_MS
  })
  return quantiles([...stretches.values()].map(list => quantiles(latencies(list))(0.99)))(0.5)
}

const latencies = (/** @type {Answer[]} */ answers) => answers.map(({ latencyMs }) => latencyMs)

/**
 * @template Item, Key
 * @param {Item[]} items @param {(item: Item) => Key} keyOf
 */
function groupBy(items, keyOf) {
  /** @type {Map<Key, Item[]>} */
  const groups = new Map()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key) ?? []
    group.push(item)
    groups.set(key, group)
  }
  return groups
}

/** @param {number[]} numbers */
function quantiles(numbers) {
  const sorted = Float64Array.from(numbers).sort()
  return (/** @type {number} */ share) => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN
}

/** @param {Answer[]} answers @param {(answer: Answer) => number} [stretchesFrom] */
export function describe(answers, stretchesFrom = () => 0) {
  const quantile = quantiles(latencies(answers))
  return {
    pages: answers.length,
    failed: answers.filter(({ status }) => status !== 200).length,
    p50: quantile(0.5),
    p99: quantile(0.99),
    p999: quantile(0.999),
    typicalP99: typicalP99(answers, stretchesFrom),
  }
}

/**
 * When which status came in place of a page: in which second, and how often.
 *
 * @param {Answer[]} answers @param {number} startedAt
 */
export function countFailures(answers, startedAt) {
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const { dueAt, status } of answers) {
    const what = `second ${Math.floor((dueAt - startedAt) / 1000)}, ${status || 'no answer'}`
    if (status !== 200)
      counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  return counts
}

/** @param {ReturnType<typeof summarize>} rows */
export function toMarkdown(rows) {
  const ms = (/** @type {number} */ value) => value.toFixed(1)
  return [
    '| while | pages | failed | p50 ms | p99 ms | p99.9 ms | p99 of the median 4 s, ms |',
    '|---|---:|---:|---:|---:|---:|---:|',
    ...rows.map(({ kind, pages, failed, p50, p99, p999, typicalP99 }) => `| ${[kind, pages, failed, ms(p50), ms(p99), ms(p999), ms(typicalP99)].join(' | ')} |`),
  ].join('\n')
}
