import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { endWithTests, outcomeOf } from '../children'

const command = fileURLToPath(new URL('../../bin/nuxt-wechat.mjs', import.meta.url))

function start(args: string[], env: Record<string, string> = {}): ChildProcess {
  return endWithTests(spawn(process.execPath, [command, ...args], { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }))
}

/** What it prints until the text holds `sign`. */
async function readUntil(child: ChildProcess, sign: string): Promise<string> {
  let output = ''
  for await (const text of child.stdout?.setEncoding('utf8') ?? []) {
    output += text
    if (output.includes(sign))
      break
  }
  return output
}

const run = (args: string[], env?: Record<string, string>) => outcomeOf(start(args, env))

describe('nuxt-wechat simulator', { timeout: 20_000 }, () => {
  it('starts WeChat\'s API alone and prints the variables for an app', async () => {
    const child = start(['simulator'], { PORT: '0' })
    const output = await readUntil(child, 'APP_SECRET')
    const [base, appid, secret] = ['API_BASE', 'APP_ID', 'APP_SECRET'].map(name => new RegExp(`NUXT_WECHAT_${name}=(\\S+)`).exec(output)?.[1])
    const response = await fetch(`${base}/cgi-bin/token?grant_type=client_credential&appid=${appid}&secret=${secret}`)
    expect(await response.json()).toMatchObject({ expires_in: 7200 })
    child.kill()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('prefers --port and --host to PORT and HOST', async () => {
    const child = start(['simulator', '--port', '0', '--host', 'localhost'], { PORT: '1', HOST: '192.0.2.1' })
    expect(await readUntil(child, 'APP_SECRET')).toMatch(/^WeChat's API, simulated: http:\/\/localhost:\d+\n/)
    child.kill()
    await once(child, 'exit')
  })

  it('says in a line which port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await once(holder, 'listening')
    // A TCP server's address is an AddressInfo; only pipes have a string.
    const { port } = holder.address() as AddressInfo
    expect(await run(['simulator'], { PORT: String(port) })).toEqual({
      code: 1,
      stdout: '',
      stderr: `The simulator cannot listen on 127.0.0.1:${port} (EADDRINUSE). Choose another port: nuxt-wechat simulator --port 9000\n`,
    })
    holder.close()
  })
})

describe('nuxt-wechat', { timeout: 20_000 }, () => {
  it('prints its usage with --help', async () => {
    expect(await run(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: nuxt-wechat simulator'), stderr: '' })
  })

  it.each([
    [[], 'A command is missing.'],
    [['emulator'], 'Unknown command: emulator'],
    [['simulator', '--prot', '9000'], 'Unknown option \'--prot\''],
    [['simulator', '--port', 'x'], 'Not a port: x'],
    [['simulator', '--port', '65536'], 'Not a port: 65536'],
  ])('refuses %j with a reason and the usage', async (args, reason) => {
    const { code, stdout, stderr } = await run(args)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^${reason}\\n\\nUsage: `))
  })
})
