// Builds the app into a folder of its own, so that a demo or a test build never replaces `.output`.
import { fileURLToPath } from 'node:url'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { buildNuxt, loadNuxt } from '@nuxt/kit'

const rootDir = fileURLToPath(new URL('..', import.meta.url))

/**
 * @param {{ dir: string, simulator?: boolean }} options
 *   `dir`: the folder, relative to the repository, that gets `build/` and `output/`;
 *   `simulator`: whether the simulator of WeChat is part of the build (default: no).
 * @returns {Promise<string>} the path of the built server's entry file
 */
export async function buildApp({ dir, simulator = false }) {
  process.env.NUXT_WECHAT_SIMULATOR = String(simulator)
  // Otherwise the chunks of earlier builds would be published too.
  await rm(resolve(rootDir, dir), { recursive: true, force: true })
  const nuxt = await loadNuxt({
    cwd: rootDir,
    dev: false,
    dotenv: false,
    overrides: {
      buildDir: resolve(rootDir, dir, 'build'),
      nitro: { output: { dir: resolve(rootDir, dir, 'output') } },
    },
  })
  try {
    await buildNuxt(nuxt)
  }
  finally {
    await nuxt.close()
  }
  return resolve(rootDir, dir, 'output/server/index.mjs')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dir = process.argv.slice(2).find(argument => !argument.startsWith('--')) ?? '.demo'
  await buildApp({ dir, simulator: process.argv.includes('--simulator') })
  process.exit(0)
}
