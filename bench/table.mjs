// Where the benchmarks write what they measured: between two marks of README.md.
import { readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import process from 'node:process'

const readme = new URL('README.md', import.meta.url)

/** Date, machine and versions. */
export function describeRun() {
  const date = new Date().toISOString().slice(0, 10)
  return `${date}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${process.platform}, Node ${process.version}`
}

/** @param {number[]} values */
export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Prints lines, and puts them between the marks of this name in README.md. @param {string} name @param {string[]} lines */
export async function saveTable(name, lines) {
  console.log(`\n${lines.join('\n')}`)
  const text = await readFile(readme, 'utf8')
  const [before, rest] = text.split(`<!-- ${name} -->\n`)
  const [, after] = rest?.split(`<!-- /${name} -->`) ?? []
  if (after === undefined)
    throw new Error(`bench/README.md has no marks for ${name}.`)
  await writeFile(readme, `${before}<!-- ${name} -->\n${lines.join('\n')}\n<!-- /${name} -->${after}`)
}
