import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { constants, copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startSimulator, type StandaloneSimulator } from '../../modules/wechat-simulator/standalone'
import { runApp, send, startApp, type App, type AppOptions } from '../app'
import { readLog } from '../log-lines'

const PATH = '/api/wx/config?url=https%3A%2F%2Fexample.com%2F'

let weChat: StandaloneSimulator
let folder: string
let app: App | undefined

beforeAll(async () => {
  weChat = await startSimulator()
  folder = await mkdtemp(join(tmpdir(), 'nuxt-wechat-'))
})

afterEach(async () => {
  await app?.stop('SIGTERM')
  app = undefined
  weChat.simulator.clearCalls()
})

afterAll(async () => {
  await weChat.close()
  await rm(folder, { recursive: true })
})

const env = (changed: Record<string, string> = {}) => ({
  NUXT_WECHAT_APP_ID: weChat.simulator.appId,
  NUXT_WECHAT_APP_SECRET: weChat.simulator.appSecret,
  NUXT_WECHAT_API_BASE: weChat.url,
  NUXT_WECHAT_JS_DOMAINS: 'example.com',
  NUXT_WECHAT_STORAGE: `fs:${folder}`,
  NITRO_CLUSTER_WORKERS: '3',
  ...changed,
})

const listening = (running: App) => running.output().match(/Listening on/g)?.length ?? 0

/** A cluster of three that listens; it is ended after the test. */
async function startCluster(options: AppOptions = {}): Promise<App> {
  const running = await startApp({ isCluster: true, env: env(), ...options })
  app = running
  await expect.poll(() => listening(running)).toBe(3)
  return running
}

function workersOf(running: App): number[] {
  return readFileSync(`/proc/${running.pid}/task/${running.pid}/children`, 'utf8').trim().split(' ').map(Number)
}

/** How many pages each process has counted that it served. */
function served(metrics: string): Map<string | undefined, number> {
  const samples = metrics.matchAll(/^wechat_requests_total\{route="\/api\/wx\/config",code="ok",worker="(\d+)"\} (\d+)$/gm)
  return new Map([...samples].map(([, worker, count]) => [worker, Number(count)]))
}

it('a cluster answers on one port with one set of credentials', async () => {
  const running = await startCluster()
  const answers = await Promise.all(Array.from({ length: 60 }, () => send(running.url, PATH)))
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  expect(weChat.simulator.count()).toBe(2)
})

it('a worker of a cluster that dies is followed by another, and meanwhile the others serve the pages', async () => {
  const running = await startCluster()
  const [first = 0] = workersOf(running)
  process.kill(first, 'SIGKILL')
  // What it had in its hands dies with it.
  await expect.poll(() => running.output()).toContain('A process ended')
  const statuses = new Set<number>()
  await expect.poll(async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(running.url, PATH)))
    answers.forEach(({ status }) => statuses.add(status))
    return listening(running)
  }).toBe(4)
  expect([...statuses]).toEqual([200])
  expect(workersOf(running)).toHaveLength(3)
})

it('a cluster that cannot start a process in place of one that died tries again', async ({ onTestFinished }) => {
  const bin = join(folder, 'bin')
  onTestFinished(() => rm(bin, { recursive: true }))
  const install = async () => {
    await mkdir(`${bin}-new`)
    await copyFile(process.execPath, join(`${bin}-new`, 'node'), constants.COPYFILE_FICLONE)
    await rename(`${bin}-new`, bin)
  }
  await install()
  const running = await startCluster({ execPath: join(bin, 'node') })
  await rm(bin, { recursive: true })
  process.kill(workersOf(running)[0] ?? 0, 'SIGKILL')
  await expect.poll(() => running.output()).toContain('ENOENT): another takes its place in 2 s')
  // Of this Node tells in another way.
  await writeFile(bin, '')
  await expect.poll(() => running.output(), { timeout: 5000 }).toContain('ENOTDIR): another takes its place in 4 s')
  await rm(bin)
  await install()
  await expect.poll(() => listening(running), { timeout: 8000 }).toBe(4)
  expect((await send(running.url, PATH)).status).toBe(200)
})

it('a cluster goes on when a worker dies before it listens, and tries again', async () => {
  const running = await startCluster()
  const before = workersOf(running)
  process.kill(before[0] ?? 0, 'SIGKILL')
  await expect.poll(() => workersOf(running).filter(pid => !before.includes(pid)).map(pid => process.kill(pid, 'SIGKILL')), { interval: 5 }).toEqual([true])
  await expect.poll(() => running.output()).toContain('another takes its place in 2 s')
  expect((await send(running.url, PATH)).status).toBe(200)
  await expect.poll(() => workersOf(running).length).toBe(3)
})

it('a cluster finishes what is in flight on SIGTERM, and ends with 0', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'nuxt-wechat-'))
  weChat.simulator.fault('all', { kind: 'delay', ms: 2000 })
  const running = await startCluster({ env: env({ NUXT_WECHAT_STORAGE: `fs:${empty}` }) })
  const workers = workersOf(running)
  let answered = 0
  const inFlight = Array.from({ length: 20 }, () => send(running.url, PATH).finally(() => answered += 1))
  await expect.poll(() => weChat.simulator.count()).toBeGreaterThan(0)
  expect(answered).toBe(0)
  const [{ code }, answers] = await Promise.all([running.stop('SIGTERM'), Promise.all(inFlight)])
  weChat.simulator.clearFaults()
  expect(code).toBe(0)
  expect(answers.map(({ status }) => status)).toEqual(inFlight.map(() => 200))
  await rm(empty, { recursive: true })
  for (const pid of workers)
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})

it('a cluster that cannot start says why and ends, instead of trying for ever', async () => {
  const { code, output } = await runApp({ isCluster: true, env: env({ NUXT_WECHAT_APP_SECRET: 'x' }) })
  expect(code).toBe(1)
  expect(output).toContain('NUXT_WECHAT_APP_SECRET takes')
})

it('each line of a cluster\'s log names the process that wrote it', async () => {
  app = await startApp({ isCluster: true, env: env({ NUXT_WECHAT_APP_ID: '' }) })
  const running = app
  await expect.poll(() => readLog(running.output()).length).toBe(3)
  expect(readLog(running.output()).map(({ pid }) => Number(pid)).sort()).toEqual(workersOf(running).sort())
})

it('a scrape of a cluster tells what each of its processes has counted, but for one that is stopped', async () => {
  const running = await startCluster({ env: env({ NUXT_WECHAT_METRICS_PATH: '/metrics' }) })
  // Each on a connection of its own: they come to the processes in turn.
  await Promise.all(Array.from({ length: 60 }, () => send(running.url, PATH)))
  for (const { status, text } of await Promise.all(Array.from({ length: 20 }, () => send(running.url, '/metrics')))) {
    expect(status).toBe(200)
    expect([...served(text).keys()].sort()).toEqual(['1', '2', '3'])
    expect([...served(text).values()].reduce((sum, count) => sum + count)).toBe(60)
    expect(text.match(/^wechat_ticket_expires_in_seconds\{worker="\d"\} \d+$/gm)).toHaveLength(3)
    expect(text.match(/^process_start_time_seconds\{worker="\d"\} \d+$/gm)).toHaveLength(3)
    expect(text.match(/^# TYPE wechat_requests_total counter$/gm)).toHaveLength(1)
  }

  const [first = 0] = workersOf(running)
  process.kill(first, 'SIGSTOP')
  try {
    // The stopped one still takes connections.
    const answers = await Promise.all(Array.from({ length: 6 }, () => Promise.race([send(running.url, '/metrics'), sleep(4000, undefined)])))
    const texts = answers.flatMap(answer => answer ? [answer.text] : [])
    expect(texts.length).toBeGreaterThan(0)
    expect(texts.map(text => served(text).size)).toEqual(texts.map(() => 2))
  }
  finally {
    process.kill(first, 'SIGCONT')
  }
  await expect.poll(async () => served((await send(running.url, '/metrics')).text).size).toBe(3)
  expect(await running.stop('SIGTERM')).toEqual({ code: 0 })
})

it('a cluster without NUXT_WECHAT_STORAGE shares a folder', async ({ onTestFinished }) => {
  // Which is this repository's own: with an account that nobody else has there.
  const own = await startSimulator({ appId: `wx${randomBytes(8).toString('hex')}` })
  onTestFinished(async () => {
    await own.close()
    await rm(new URL(`../../.data/wechat/${own.simulator.appId}`, import.meta.url), { recursive: true })
  })
  const running = await startCluster({ env: env({
    NUXT_WECHAT_APP_ID: own.simulator.appId,
    NUXT_WECHAT_APP_SECRET: own.simulator.appSecret,
    NUXT_WECHAT_API_BASE: own.url,
    NUXT_WECHAT_STORAGE: '',
  }) })
  const answers = await Promise.all(Array.from({ length: 60 }, () => send(running.url, PATH)))
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  expect(own.simulator.count()).toBe(2)
  expect(JSON.parse((await send(running.url, '/api/wx/health')).text)).toMatchObject({ storage: { kind: 'fs', state: 'ok' } })
  await running.stop('SIGTERM')
})

it.each([
  ['NUXT_WECHAT_STORAGE', 'memory'],
  ['NITRO_CLUSTER_WORKERS', 'many'],
])('a cluster refuses %s=%s', async (name, value) => {
  const { code, output } = await runApp({ isCluster: true, env: env({ [name]: value }) })
  expect(code).toBe(1)
  expect(output).toContain(name)
})
