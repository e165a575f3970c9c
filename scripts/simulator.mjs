// Starts WeChat's API alone, for a program in any language: `PORT=9000 npm run simulator`.
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const standalone = fileURLToPath(new URL('../simulator/standalone.ts', import.meta.url))
const { module: { startSimulator } } = await runnerImport(standalone, { configFile: false, logLevel: 'error' })

const { PORT: port = '8080', HOST: host = '127.0.0.1' } = process.env
const { url, simulator, close } = await startSimulator({ port: Number(port), host }).catch((error) => {
  console.error(`The simulator cannot listen on ${host}:${port} (${error.code ?? error.message}). Choose another: PORT=9000 npm run simulator`)
  process.exit(1)
})

console.log(`WeChat's API, simulated: ${url}
  NUXT_WECHAT_API_BASE=${url}
  NUXT_WECHAT_APP_ID=${simulator.appId}
  NUXT_WECHAT_APP_SECRET=${simulator.appSecret}`)

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => close().then(() => process.exit(0)))
