// Lint and tests read what Nuxt generates into .nuxt. Not npm's `prepare`: it would also run in an app that installs this
// repository by a git address or a folder, where what we develop with is missing.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

if (!existsSync(new URL('../.nuxt/eslint.config.mjs', import.meta.url))) {
  const nuxt = fileURLToPath(new URL('../node_modules/nuxt/bin/nuxt.mjs', import.meta.url))
  process.exitCode = spawnSync(process.execPath, [nuxt, 'prepare'], { stdio: 'inherit' }).status ?? 1
}
