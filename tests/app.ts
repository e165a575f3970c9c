import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request, type IncomingHttpHeaders } from 'node:http'
import { fileURLToPath } from 'node:url'
import { endWithTests } from './children'

export interface App {
  url: string
  pid: number
  /** What it has printed so far. */
  output(): string
  /** From now on its output is not read. */
  closeLog(): void
  /** Signals it, and goes on. */
  signal(signal: NodeJS.Signals): void
  /** Sets its clock, or blocks its event loop, and waits until that is done. Only where it is `isControlled`. */
  control(what: { moveClockMs?: number, blockMs?: number }): Promise<void>
  /** Signals the process and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null }>
}

export interface AppOptions {
  /** The small app of `tests/fixtures/app`, without or with the simulator, the demo with it, also below a path, or the app of `tests/fixtures/pages`. @default 'plain' */
  build?: 'plain' | 'simulator' | 'demo' | 'base' | 'pages' | 'pages-in-hash-mode'
  /** The Node to take in place of this process'. */
  execPath?: string
  /** With `tests/process-control.mjs` loaded into it. */
  isControlled?: boolean
  /** The largest file that it may write, in blocks of 512 or 1024 bytes. */
  largestFile?: number
  env?: Record<string, string>
}

function launch({ build = 'plain', execPath = process.execPath, isControlled = false, largestFile, env = {} }: AppOptions) {
  const args = [
    ...isControlled ? ['--import', './tests/process-control.mjs'] : [],
    `.test/${build}/output/server/index.mjs`,
  ]
  const limited = largestFile === undefined ? [execPath, ...args] : ['sh', '-c', `ulimit -f ${largestFile} && exec "$@"`, 'sh', execPath, ...args]
  const [command = execPath, ...rest] = limited
  const child = endWithTests(spawn(command, rest, {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { PATH: process.env.PATH, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...isControlled ? ['ipc' as const] : []],
  }))
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => printed += text)
  const ended = once(child, 'close').then(([code]: (number | null)[]) => ({ code: code ?? null }))
  return { child, ended, output: () => printed }
}

/** Starts a built app on a free port; the caller stops it. */
export async function startApp(options: AppOptions = {}): Promise<App> {
  const { child, ended, output } = launch(options)
  const listening = new Promise<string>((resolve) => {
    child.stdout?.on('data', () => {
      const url = /Listening on (http:\S+)/.exec(output())?.[1]
      if (url)
        resolve(url)
    })
  })
  const url = await Promise.race([listening, ended.then(({ code }) => {
    throw new Error(`The app ended with code ${code}:\n${output()}`)
  })])
  return {
    url,
    // It has one: it listens.
    pid: child.pid ?? 0,
    output,
    closeLog() {
      child.stdout?.destroy()
      child.stderr?.destroy()
    },
    signal: signal => void child.kill(signal),
    async control(what) {
      child.send(what)
      await once(child, 'message')
    },
    stop(signal = 'SIGKILL') {
      child.kill(signal)
      return ended
    },
  }
}

/** Runs a built app that is expected to end by itself, and tells how. */
export async function runApp(options: AppOptions): Promise<{ code: number | null, output: string }> {
  const { ended, output } = launch(options)
  const { code } = await ended
  return { code, output: output() }
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

/** Requests a path byte for byte; `fetch` would tidy it up first. */
export async function send(url: string, path: string, options: { method?: string, headers?: Record<string, string> } = {}): Promise<Answer> {
  const req = request(url, { path, agent: false, ...options }).end()
  const [res] = await once(req, 'response')
  let text = ''
  for await (const chunk of res.setEncoding('utf8'))
    text += chunk
  return { status: res.statusCode, headers: res.headers, text }
}
