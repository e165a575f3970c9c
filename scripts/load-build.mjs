// What `npm run build` made, with the variables of `.env`. What the environment has already goes first.
import { existsSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { resolve } from 'node:path'

/**
 * Sets the environment for the build, or ends the process where there is none. Another build than `.output` may be named on
 * the command line.
 *
 * @returns {URL} what to import
 */
export function loadBuild() {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const entry = resolve(root, process.argv[2] ?? '.output', 'server/index.mjs')
  const envFile = resolve(root, '.env')

  if (!existsSync(entry)) {
    console.error('There is no build yet: run `npm run build` first.')
    process.exit(1)
  }

  if (existsSync(envFile))
    process.loadEnvFile(envFile)

  process.env.NODE_ENV ??= 'production'
  return pathToFileURL(entry)
}
