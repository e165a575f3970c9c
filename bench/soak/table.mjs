// From the answers of a run to the table of it.
import { readFileSync } from 'node:fs'

/**
 * @typedef {{ dueAt: number, latencyMs: number, status: number }} Answer `dueAt` in milliseconds since 1970
 * @typedef {{ kind: string, from: number, to: number }} Phase in milliseconds since 1970; the later ones in a list go first
 */

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
  /** @type {Map<string, Answer[]>} */
  const sorted = new Map()
  for (const answer of answers) {
    const kind = phases.findLast(({ from, to }) => from <= answer.dueAt && answer.dueAt < to)?.kind ?? otherwise
    const list = sorted.get(kind) ?? []
    list.push(answer)
    sorted.set(kind, list)
  }
  return [...sorted].map(([kind, list]) => ({ kind, ...describe(list) }))
}

/** @param {Answer[]} answers */
export function describe(answers) {
  const latencies = Float64Array.from(answers, ({ latencyMs }) => latencyMs).sort()
  const quantile = (/** @type {number} */ share) => latencies[Math.min(Math.floor(latencies.length * share), latencies.length - 1)] ?? Number.NaN
  return {
    pages: answers.length,
    failed: answers.filter(({ status }) => status !== 200).length,
    p50: quantile(0.5),
    p99: quantile(0.99),
    p999: quantile(0.999),
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
    '| while | pages | failed | p50 ms | p99 ms | p99.9 ms |',
    '|---|---:|---:|---:|---:|---:|',
    ...rows.map(({ kind, pages, failed, p50, p99, p999 }) => `| ${kind} | ${pages} | ${failed} | ${ms(p50)} | ${ms(p99)} | ${ms(p999)} |`),
  ].join('\n')
}
