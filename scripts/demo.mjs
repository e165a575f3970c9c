// The whole app without a WeChat account: builds it with the simulator into `.demo`, starts it, says where to look.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { networkInterfaces } from 'node:os'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import encodeQR from 'qr'
import { findFreePort, findLanAddress, isLoopback } from './network.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const host = process.env.HOST || '0.0.0.0'
const wanted = Number(process.env.PORT || 3000)

/** Below the app's base, where it has one. */
const desk = `/${process.env.NUXT_APP_BASE_URL ?? ''}/__wechat`.replaceAll(/\/{2,}/g, '/')

/** A real account's variables stay out: in the demo WeChat is the simulator. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^NUXT_(?:PUBLIC_)?WECHAT_/.test(name)))

/** @type {import('node:child_process').ChildProcess | undefined} */
let running
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => {
    // A demo keeps nothing that would need an orderly end.
    running?.kill('SIGKILL')
    process.exit(0)
  })
}

await build()
await serve()

async function build() {
  const startedAt = Date.now()
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`
  process.stdout.write('Building the app with the simulator of WeChat; this takes about 20 seconds ')
  const dots = setInterval(() => process.stdout.write('.'), 1000)
  running = spawn(process.execPath, ['scripts/build.mjs', '.demo', '--simulator'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [running.stdout, running.stderr])
    stream?.setEncoding('utf8').on('data', text => output += text)
  const [code] = await once(running, 'close')
  clearInterval(dots)
  if (code !== 0) {
    console.error(`\n${output}\nThe build failed after ${seconds()}; what it said is above.`)
    process.exit(1)
  }
  console.log(` ${seconds()}`)
}

async function serve() {
  const port = await findFreePort(wanted, host)
  if (port === undefined) {
    console.error(`No free port from ${wanted} on. Choose another: PORT=8000 npm run demo`)
    process.exit(1)
  }
  if (port !== wanted)
    console.log(`Port ${wanted} is taken; ${port} is used instead.`)

  running = spawn(process.execPath, ['.demo/output/server/index.mjs'], {
    cwd: root,
    env: { ...env, HOST: host, PORT: String(port), NODE_ENV: 'production', NUXT_WECHAT_SIMULATOR: 'true' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (running.stdout) {
    createInterface({ input: running.stdout }).on('line', (line) => {
      if (line.startsWith('Listening on'))
        announce(port)
      else
        console.log(line)
    })
  }
  const [code] = await once(running, 'close')
  process.exit(code ?? 0)
}

/** @param {number} port */
function announce(port) {
  const shown = isLoopback(host) || host === '0.0.0.0' || host === '::' ? 'localhost' : host
  console.log(`\nOn this computer:  http://${shown}:${port}${desk}\n`)
  const address = isLoopback(host) ? undefined : findLanAddress(networkInterfaces())
  if (address) {
    const url = `http://${address}:${port}${desk}`
    console.log(`On a phone in the same network:  ${url}\n\n${toQrCode(url)}\n`)
  }
  else {
    console.log(isLoopback(host)
      ? `HOST is ${host}: no other device can open it.\n`
      : 'This computer has no address in a local network, so there is none for a phone.\n')
  }
  console.log('Ctrl-C ends it.')
}

/**
 * Black on white in dark terminals and in light ones.
 *
 * @param {string} text
 */
function toQrCode(text) {
  const lines = encodeQR(text, 'ascii', { border: 2 }).trimEnd().split('\n')
  return lines.map(line => process.stdout.isTTY ? `\u001B[40;97m${line}\u001B[0m` : line).join('\n')
}
