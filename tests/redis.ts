import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endWithTests } from './children'
import { freePort } from './free-port'

/** A real Redis of this test alone, without persistence. */
export interface TestRedis {
  url: string
  port: number
  pid: number
  /** Ends it as a crash does. */
  kill(): Promise<void>
  /** Starts it again, empty, on the same port. */
  restart(): Promise<void>
  stop(): Promise<void>
}

export async function startRedis(options: { args?: string[], port?: number } = {}): Promise<TestRedis> {
  const { args = [], port = await freePort() } = options
  const folder = await mkdtemp(join(tmpdir(), 'nuxt-wechat-redis-'))
  let server = await launch()

  async function launch(): Promise<ChildProcess> {
    const child = endWithTests(spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder, ...args], { stdio: ['ignore', 'pipe', 'ignore'] }))
    await new Promise<void>((resolve, reject) => {
      child.once('close', code => reject(new Error(`redis-server ended with code ${code}.`)))
      child.stdout?.on('data', (text: Buffer) => {
        if (String(text).includes('Ready to accept connections'))
          resolve()
      })
    })
    return child
  }

  async function kill(): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null)
      return
    server.kill('SIGKILL')
    await once(server, 'close')
  }

  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    get pid() {
      // It has one since it said that it is ready.
      return server.pid ?? 0
    },
    kill,
    async restart() {
      await kill()
      server = await launch()
    },
    async stop() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
