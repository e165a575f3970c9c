// What `GET /api/wx/config` costs a server beside other people's SDKs, and beside a Nuxt route that signs nothing. See ../README.md.
import { execFileSync } from 'node:child_process'
import { readFile, writeFile, mkdir } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { build, install, makeFolder, packLayer, start, startSimulator, writeApp } from '../bare-app.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock'], { cwd: join(here, '..'), stdio: 'ignore' })
const { default: autocannon } = await import('autocannon')

const ROUNDS = Number(process.env.ROUNDS ?? 5)
const REQUESTS = Number(process.env.REQUESTS ?? 20_000)
const CONNECTIONS = 64
/** As long as a signed answer. */
const CONSTANT = { appId: 'wx5a1e57a70b1d9e42', timestamp: 1414587457, nonceStr: '0123456789abcdef0123456789abcdef', signature: '0123456789abcdef0123456789abcdef01234567', url: 'http://127.0.0.1:41234/article?id=7' }

const work = await makeFolder('server')
const simulator = await startSimulator()
const { NUXT_WECHAT_APP_ID: APP_ID, NUXT_WECHAT_APP_SECRET: APP_SECRET } = simulator.variables
const listening = /Listening on (http:\S+)/

/** @type {Record<string, () => ReturnType<typeof start>>} */
const servers = { 'Nuxt route, constant': await prepareNuxt('constant', false), 'nuxt-wechat': await prepareNuxt('ours', true) }
for (const [name, file] of [['node:http that signs', 'node-http'], ['Koa + co-wechat-api', 'koa-co-wechat-api'], ['Express + wechat-jssdk', 'express-wechat-jssdk'], ['Express + node-easywechat', 'express-node-easywechat']]) {
  servers[name] = () => start(here, ['--import', fileURLToPath(new URL('../../simulator/preload.mjs', import.meta.url)), `servers/${file}.mjs`], listening,
    { APP_ID, APP_SECRET, API_BASE: simulator.url, WECHAT_SIMULATOR_URL: simulator.url, NODE_ENV: 'production' })
}

/** @type {Record<string, { cpuUs: number[], perSecond: number[] }>} */
const results = {}
try {
  const running = {}
  for (const [name, run] of Object.entries(servers)) {
    running[name] = await run()
    results[name] = { cpuUs: [], perSecond: [] }
    await load(running[name], 5000)
  }
  // In turns, so that a slow minute of the machine is everyone's.
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, server] of Object.entries(running)) {
      const { cpuUs, perSecond } = await load(server, REQUESTS)
      results[name].cpuUs.push(cpuUs)
      results[name].perSecond.push(perSecond)
    }
  }
  Object.values(running).forEach(({ stop }) => stop())
}
finally {
  simulator.stop()
  await work.remove()
}
print()
process.exit(0)

/** @param {string} name @param {boolean} hasLayer */
async function prepareNuxt(name, hasLayer) {
  const folder = join(work.folder, name)
  await writeApp(folder, { hasLayer })
  if (!hasLayer) {
    await mkdir(join(folder, 'server/api/wx'), { recursive: true })
    await writeFile(join(folder, 'server/api/wx/config.ts'), `export default defineEventHandler(() => (${JSON.stringify(CONSTANT)}))`)
  }
  await install(folder, 'nuxt@3.21', 'vue', ...hasLayer ? [await packLayer(work.folder)] : [])
  await build(folder)
  return () => start(folder, ['.output/server/index.mjs'], listening, { ...simulator.variables, HOST: '127.0.0.1', PORT: '0', NODE_ENV: 'production' })
}

/** Asks so many times; the server's processor time for each, in µs. */
async function load({ match, pid }, amount) {
  const before = await readCpuMs(pid)
  const { requests, non2xx, errors } = await autocannon({ url: `${match[1]}/api/wx/config?url=${encodeURIComponent(`${new URL(match[1]).origin}/article?id=7`)}`, connections: CONNECTIONS, amount })
  if (non2xx || errors)
    throw new Error(`${match[1]}: ${non2xx} answers of ${amount} were no success, ${errors} did not come.`)
  return { cpuUs: (await readCpuMs(pid) - before) * 1000 / amount, perSecond: requests.average }
}

/** User and system time of a process; Linux counts in hundredths of a second. */
async function readCpuMs(pid) {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function print() {
  const base = results['nuxt-wechat']
  console.log(`\n${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${ROUNDS} rounds of ${REQUESTS} requests by ${CONNECTIONS} connections\n`)
  console.log('| server | CPU a request, µs | CPU of it / ours, median of rounds (least to most) |\n|---|---:|---:|')
  for (const [name, { cpuUs }] of Object.entries(results)) {
    const ratios = cpuUs.map((one, round) => one / base.cpuUs[round])
    console.log(`| ${name} | ${median(cpuUs).toFixed(0)} | ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}) |`)
  }
}

/** @param {number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}
