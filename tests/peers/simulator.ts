import { spawn } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { endWithTests } from '../children'

const command = fileURLToPath(new URL('../../bin/nuxt-wechat.mjs', import.meta.url))

/** What the command prints for other programs. */
export interface RunningSimulator {
  url: string
  appId: string
  appSecret: string
  stop(): Promise<void>
}

/** Starts the simulator as a developer does, on a free port. */
export async function startCommand(): Promise<RunningSimulator> {
  const child = endWithTests(spawn(process.execPath, [command, 'simulator', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] }))
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  let output = ''
  for await (const text of child.stdout.setEncoding('utf8')) {
    output += text
    if (/APP_SECRET=\w+\n/.test(output))
      break
  }
  const read = (name: string) => new RegExp(`NUXT_WECHAT_${name}=(\\S+)`).exec(output)?.[1] ?? ''
  return {
    url: read('API_BASE'),
    appId: read('APP_ID'),
    appSecret: read('APP_SECRET'),
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
