// Starts WeChat's API alone, for a program in any language: `PORT=9000 npm run simulator`.
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const standalone = fileURLToPath(new URL('../modules/wechat-simulator/standalone.ts', import.meta.url))
const { module: { startSimulator } } = await runnerImport(standalone, { configFile: false, logLevel: 'error' })

const { url, simulator, close } = await startSimulator({
  port: Number(process.env.PORT ?? 8080),
  host: process.env.HOST ?? '127.0.0.1',
})

console.log(`WeChat's API, simulated: ${url}
  NUXT_WECHAT_API_BASE=${url}
  NUXT_WECHAT_APP_ID=${simulator.appId}
  NUXT_WECHAT_APP_SECRET=${simulator.appSecret}`)

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => close().then(() => process.exit(0)))
