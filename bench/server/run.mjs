// What `GET /api/wx/config` costs a server beside other people's SDKs, and beside a Nuxt route that signs nothing. See ../README.md.
import { execFileSync } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { buildBareApp, LISTENING, makeFolder, start, startBuilt, startSimulator } from '../bare-app.mjs'
import { describeRun, median, saveTable } from '../table.mjs'
import { countInstructions, hasCallgrind } from './instructions.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock'], { cwd: join(here, '..'), stdio: 'ignore' })
const { default: autocannon } = await import('autocannon')

const RUNS = 3
const ROUNDS = Number(process.env.ROUNDS ?? 9)
const REQUESTS = Number(process.env.REQUESTS ?? 10_000)
const CONNECTIONS = 64
/** As long as a signed answer. */
const CONSTANT = { appId: 'wx5a1e57a70b1d9e42', timestamp: 1414587457, nonceStr: '0123456789abcdef0123456789abcdef', signature: '0123456789abcdef0123456789abcdef01234567', url: 'http://127.0.0.1:41234/article?id=7' }

const work = await makeFolder('server')
const simulator = await startSimulator()
const { NUXT_WECHAT_APP_ID: APP_ID, NUXT_WECHAT_APP_SECRET: APP_SECRET } = simulator.variables

/** Of those that ask for another page each time. */
let pages = 0
const startOurs = await prepareNuxt('ours')
/** @type {Record<string, (command?: string[], more?: Record<string, string>) => ReturnType<typeof start>>} */
const servers = {
  'Nuxt route, constant': await prepareNuxt('constant', `export default defineEventHandler(() => (${JSON.stringify(CONSTANT)}))`),
  'nuxt-wechat': startOurs,
  'nuxt-wechat, another page each time': async (...options) => Object.assign(await startOurs(...options), { isEachNew: true }),
}
for (const [name, file] of [['node:http that signs', 'node-http'], ['Koa + co-wechat-api', 'koa-co-wechat-api'], ['Express + wechat-jssdk', 'express-wechat-jssdk'], ['Express + node-easywechat', 'express-node-easywechat']]) {
  servers[name] = (command, more) => start(here, ['--import', fileURLToPath(new URL('../../simulator/preload.mjs', import.meta.url)), `servers/${file}.mjs`], LISTENING,
    { APP_ID, APP_SECRET, API_BASE: simulator.url, WECHAT_SIMULATOR_URL: simulator.url, NODE_ENV: 'production', ...more }, command)
}

/** Of each server, of each run, µs of CPU a request in each round. @type {Record<string, number[][]>} */
const results = Object.fromEntries(Object.keys(servers).map(name => [name, []]))
/** @type {Record<string, number>} */
const instructions = {}
try {
  // A process may be lucky in how its memory lies: each run has others.
  for (let run = 0; run < RUNS; run++) {
    const running = {}
    for (const [name, startServer] of Object.entries(servers)) {
      running[name] = await startServer()
      results[name].push([])
      await load(running[name], REQUESTS)
    }
    // In turns, so that a slow minute of the machine is everyone's.
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, server] of Object.entries(running))
        results[name][run].push(await load(server, REQUESTS))
    }
    Object.values(running).forEach(({ stop }) => stop())
  }
  for (const [name, startServer] of hasCallgrind ? Object.entries(servers) : [])
    instructions[name] = await countInstructions(startServer, startLoad, work.folder)
}
finally {
  simulator.stop()
  await work.remove()
}
const ours = results['nuxt-wechat']
await saveTable('server', [
  `${describeRun()}, ${RUNS} runs of ${ROUNDS} rounds of ${REQUESTS} requests by ${CONNECTIONS} connections`,
  '',
  '| server | CPU a request, µs | its CPU / nuxt-wechat’s: median of the rounds, in each run | instructions a request | its / nuxt-wechat’s |',
  '|---|---:|---:|---:|---:|',
  ...Object.entries(results).map(([name, runs]) => `| ${name} | ${median(runs.flat()).toFixed(0)} | ${runs.map((rounds, run) => median(rounds.map((cpu, round) => cpu / ours[run][round])).toFixed(2)).join(', ')} | ${instructions[name]?.toFixed(0) ?? '–'} | ${instructions[name] ? (instructions[name] / instructions['nuxt-wechat']).toFixed(2) : '–'} |`),
])
process.exit(0)

/** @param {string} name @param {string} [route] in the place of ours */
async function prepareNuxt(name, route) {
  const folder = join(work.folder, name)
  await buildBareApp(folder, { route })
  return (command, more) => startBuilt(folder, { ...simulator.variables, ...more }, command)
}

/** Asks so many times; the server's processor time for each, in µs. */
async function load(server, amount) {
  const before = await readCpuUs(server.pid)
  await ask(server, amount)
  return (await readCpuUs(server.pid) - before) / amount
}

async function ask(server, amount) {
  const { non2xx, errors } = await startLoad(server, { connections: CONNECTIONS, amount })
  if (non2xx || errors)
    throw new Error(`${server.match[1]}: ${non2xx} answers of ${amount} were no success, ${errors} did not come.`)
}

/** autocannon's own object: it tells of answers, and is a promise of the results. */
function startLoad({ match, isEachNew }, options) {
  const pathOf = id => `/api/wx/config?url=${encodeURIComponent(`${new URL(match[1]).origin}/article?id=${id}`)}`
  const requests = [{ setupRequest: request => ({ ...request, path: pathOf(isEachNew ? ++pages : 7) }) }]
  return autocannon({ url: match[1], requests, timeout: 60, ...options })
}

/** Time on a processor of all threads of a process. */
async function readCpuUs(pid) {
  const threads = await readdir(`/proc/${pid}/task`)
  const times = await Promise.all(threads.map(thread => readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8')))
  return times.reduce((sum, text) => sum + Number(text.split(' ')[0]) / 1000, 0)
}
