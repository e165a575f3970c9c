// What the soak runs against: WeChat's stand-in, a real Redis, and several built apps, each a process of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { ageKeys } from '../../tests/redis-clock.mjs'
import { freePort, LISTENING } from '../bare-app.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set()

/** Ends everything, whatever state it is in. */
export function endAll() {
  for (const child of children)
    child.kill('SIGKILL')
}

/** @param {{ apps: number, build: string }} options `build`: the folder of a production build, relative to the repository */
export async function startWorld({ apps: count, build }) {
  const folder = await mkdtemp(join(tmpdir(), 'nuxt-wechat-soak-'))
  const redisPort = await freePort()
  const redisUrl = `redis://127.0.0.1:${redisPort}`
  let redis = await startRedis(redisPort, folder)
  const weChat = await start(['bin/nuxt-wechat.mjs', 'simulator'], { PORT: String(await freePort()) }, /WECHAT_API_BASE=(\S+)[^]*APP_ID=(\S+)[^]*APP_SECRET=(\S+)/)
  const [, apiBase = '', appId = '', appSecret = ''] = weChat.match
  const apps = await Promise.all(Array.from({ length: count }, () => start(['--import', './tests/process-control.mjs', `${build}/server/index.mjs`], {
    PORT: '0',
    HOST: '127.0.0.1',
    NODE_ENV: 'production',
    NUXT_WECHAT_APP_ID: appId,
    NUXT_WECHAT_APP_SECRET: appSecret,
    NUXT_WECHAT_API_BASE: apiBase,
    NUXT_WECHAT_JS_DOMAINS: 'example.com',
    NUXT_WECHAT_STORAGE: redisUrl,
  }, LISTENING)))

  /** Moves WeChat, as its README section says. */
  async function control(/** @type {string} */ what, /** @type {object} */ body) {
    const response = await fetch(`${apiBase}/control/${what}`, { method: 'POST', body: JSON.stringify(body) })
    if (!response.ok)
      throw new Error(`/control/${what} answered ${response.status}.`)
    return response.json()
  }

  const urls = apps.map(({ match }) => match[1] ?? '')

  return {
    urls,
    control,
    state: async () => (await fetch(`${apiBase}/control/state`)).json(),
    /** The life of the ticket that is the oldest of all processes', in milliseconds. */
    async ticketLife() {
      const answers = await Promise.all(urls.map(async url => (await fetch(`${url}/api/wx/health`)).json()))
      return Math.min(...answers.map(({ jsapiTicket }) => (jsapiTicket?.expiresInSeconds ?? 0) * 1000))
    },
    /** Time goes by, for WeChat, Redis and the apps: what would take hours. */
    async pass(/** @type {number} */ ms) {
      await control('advance-clock', { ms })
      await ageKeys(redisUrl, ms)
      await Promise.all(apps.map(async ({ child }) => {
        child.send({ moveClockMs: ms })
        await once(child, 'message')
      }))
    },
    async restartRedis() {
      redis.kill('SIGKILL')
      await once(redis, 'close')
      redis = await startRedis(redisPort, folder)
    },
    /** Resident memory of each app, in kB. */
    memory: () => apps.map(({ child }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1])),
    /** What the apps have logged, less where they listen. */
    logs: () => apps.map(({ output }) => output().split('\n').filter(line => line && !line.startsWith('Listening'))),
    async end() {
      endAll()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** @param {number} port @param {string} folder */
async function startRedis(port, folder) {
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder], { stdio: ['ignore', 'pipe', 'ignore'] })
  await ready(child, child.stdout, /Ready to accept connections/)
  return child
}

/** @param {string[]} args @param {Record<string, string>} env @param {RegExp} sign what it prints when it is ready */
async function start(args, env, sign) {
  const child = spawn(process.execPath, args, { cwd: root, env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  let output = ''
  child.stderr?.setEncoding('utf8').on('data', text => output += text)
  child.stdout?.on('data', text => output += text)
  const match = await ready(child, child.stdout, sign)
  return { child, match, output: () => output }
}

/** @param {import('node:child_process').ChildProcess} child @param {import('node:stream').Readable | null} stream @param {RegExp} sign */
async function ready(child, stream, sign) {
  children.add(child)
  child.once('close', () => children.delete(child))
  let text = ''
  for await (const [chunk] of on(child, stream)) {
    text += chunk
    const match = sign.exec(text)
    if (match)
      return match
  }
  throw new Error(`A process ended before it was ready:\n${text}`)
}

/** @param {import('node:child_process').ChildProcess} child @param {import('node:stream').Readable | null} stream */
async function* on(child, stream) {
  const ended = once(child, 'close').then(() => undefined)
  while (stream) {
    const data = await Promise.race([once(stream, 'data'), ended])
    if (!data)
      return
    yield data
  }
}
