// How long a built server needs to its first answer, and its memory at rest, beside a Nuxt app without the layer. See ../README.md.
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildBareApp, freePort, makeFolder, startSimulator } from '../bare-app.mjs'
import { describeRun, median, saveTable } from '../table.mjs'

const ROUNDS = Number(process.env.ROUNDS ?? 15)
/** A server is at rest so long after its first answer. */
const REST_MS = 3000

const work = await makeFolder('start')
const simulator = await startSimulator()
const apps = [{ name: 'Nuxt without the layer, a constant answer', route: 'export default defineEventHandler(() => ({ signature: \'\' }))' }, { name: 'nuxt-wechat, the first signed answer' }]
  .map((app, index) => ({ ...app, folder: join(work.folder, String(index)), startMs: /** @type {number[]} */ ([]), memoryMb: /** @type {number[]} */ ([]) }))
try {
  for (const { folder, route } of apps)
    await buildBareApp(folder, { route })
  // The first round is for the disk's cache alone.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { folder, startMs, memoryMb } of apps) {
      const measured = await startOnce(folder)
      if (round > 0) {
        startMs.push(measured.ms)
        memoryMb.push(measured.mb)
      }
    }
  }
}
finally {
  simulator.stop()
  await work.remove()
}
const [bare] = apps
await saveTable('start', [
  `${describeRun()}, ${ROUNDS} rounds, Nuxt 3.21`,
  '',
  '| server | from the start to the answer, ms | / without the layer, median of rounds (least to most) | resident memory at rest, MB | / without the layer |',
  '|---|---:|---:|---:|---:|',
  ...apps.map(({ name, startMs, memoryMb }) => `| ${name} | ${median(startMs).toFixed(0)} | ${ratio(startMs, bare.startMs)} | ${median(memoryMb).toFixed(1)} | ${ratio(memoryMb, bare.memoryMb)} |`),
])
process.exit(0)

/** @param {number[]} values @param {number[]} bases of the same rounds */
function ratio(values, bases) {
  const ratios = values.map((value, round) => value / bases[round])
  return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`
}

async function startOnce(folder) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/api/wx/config?url=${encodeURIComponent(`http://127.0.0.1:${port}/`)}`
  const began = performance.now()
  const child = spawn(process.execPath, ['.output/server/index.mjs'], { cwd: folder, stdio: 'ignore', env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), NODE_ENV: 'production', ...simulator.variables } })
  try {
    while (!(await fetch(url).catch(() => undefined))?.ok)
      await sleep(2)
    const ms = performance.now() - began
    await sleep(REST_MS)
    const [, kb = ''] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8')) ?? []
    return { ms, mb: Number(kb) / 1024 }
  }
  finally {
    child.kill('SIGKILL')
  }
}
