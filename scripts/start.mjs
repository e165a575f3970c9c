// Starts what `npm run build` made, with the variables of `.env`. What the environment has already goes first.
import { existsSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const entry = new URL('../.output/server/index.mjs', import.meta.url)
const envFile = fileURLToPath(new URL('../.env', import.meta.url))

if (!existsSync(entry)) {
  console.error('There is no build yet: run `npm run build` first.')
  process.exit(1)
}

if (existsSync(envFile))
  process.loadEnvFile(envFile)

process.env.NODE_ENV ??= 'production'
// In this process, so that signals reach the server.
await import(entry.href)
