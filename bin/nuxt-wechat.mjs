#!/usr/bin/env node
import process from 'node:process'
import { parseArgs } from 'node:util'
import { createJiti } from 'jiti'

const usage = `Usage: nuxt-wechat simulator [--port N] [--host H]
       nuxt-wechat doctor [--json] [--lang zh|en]

simulator plays WeChat's API alone, for a program in any language.

  --port N   the port, 0 for a free one (default: PORT, or 8080)
  --host H   the address to listen on (default: HOST, or 127.0.0.1)

doctor checks the account, the server and the running app of this folder.

  --help     prints this, or with doctor its own`

if (process.argv[2] === 'doctor')
  await runDoctor(process.argv.slice(3))

const { values, positionals } = readArguments()
if (values.help) {
  console.log(usage)
  process.exit(0)
}
if (positionals.length === 0)
  refuse('A command is missing.')
if (positionals.join(' ') !== 'simulator')
  refuse(`Unknown command: ${positionals.join(' ')}`)
if (!/^\d+$/.test(values.port) || Number(values.port) > 65_535)
  refuse(`Not a port: ${values.port}`)
await runSimulator(Number(values.port), values.host)

function readArguments() {
  const { PORT, HOST } = process.env
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        port: { type: 'string', default: PORT || '8080' },
        host: { type: 'string', default: HOST || '127.0.0.1' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  }
  catch (error) {
    // Its second sentence is about arguments that begin with a dash.
    return refuse(String(error.message).split('. ')[0])
  }
}

/**
 * @param {string} reason
 * @returns {never}
 */
function refuse(reason) {
  console.error(`${reason}\n\n${usage}`)
  process.exit(1)
}

/** @param {string[]} args */
async function runDoctor(args) {
  const { runCommand } = await createJiti(import.meta.url).import('../doctor/command.ts')
  const code = await runCommand(args)
  // Once all is written, also into a pipe.
  await new Promise(() => process.stdout.write('', () => process.exit(code)))
}

/**
 * @param {number} port
 * @param {string} host
 */
async function runSimulator(port, host) {
  // Node compiles no TypeScript below node_modules, where this file is when it is installed.
  const { startSimulator } = await createJiti(import.meta.url).import('../simulator/standalone.ts')
  const { url, simulator, close } = await startSimulator({ port, host }).catch((error) => {
    console.error(`The simulator cannot listen on ${host}:${port} (${error.code ?? error.message}). Choose another port: nuxt-wechat simulator --port 9000`)
    process.exit(1)
  })

  console.log(`WeChat's API, simulated: ${url}
  NUXT_WECHAT_API_BASE=${url}
  NUXT_WECHAT_APP_ID=${simulator.appId}
  NUXT_WECHAT_APP_SECRET=${simulator.appSecret}`)

  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => close().then(() => process.exit(0)))
}
