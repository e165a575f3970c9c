// Builds the app into a folder of its own, so that a demo or a test build never replaces `.output`.
import { fileURLToPath } from 'node:url'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { buildNuxt, loadNuxt } from '@nuxt/kit'

const repository = fileURLToPath(new URL('..', import.meta.url))

/**
 * @param {{ dir: string, app?: string, simulator?: boolean }} options
 *   `app`: the folder of the app, relative to the repository (default: the repository's own app);
 *   `dir`: the folder, relative to the repository, that gets `build/` and `output/`;
 *   `simulator`: whether the simulator of WeChat is part of the build (default: no).
 * @returns {Promise<string>} the path of the built server's entry file
 */
export async function buildApp({ app = '.', dir: folder, simulator = false }) {
  const dir = resolve(repository, folder)
  process.env.NUXT_WECHAT_SIMULATOR = String(simulator)
  // Otherwise the chunks of earlier builds would be published too.
  await rm(dir, { recursive: true, force: true })
  const cwd = resolve(repository, app)
  // The layer tells by it whose app this is.
  process.chdir(cwd)
  const nuxt = await loadNuxt({
    cwd,
    dev: false,
    dotenv: false,
    overrides: {
      buildDir: resolve(dir, 'build'),
      nitro: { output: { dir: resolve(dir, 'output') } },
    },
  })
  try {
    await buildNuxt(nuxt)
  }
  finally {
    await nuxt.close()
  }
  return resolve(dir, 'output/server/index.mjs')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { positionals: [dir = '.demo'], values } = parseArgs({ allowPositionals: true, options: { app: { type: 'string' }, simulator: { type: 'boolean' } } })
  await buildApp({ ...values, dir })
  process.exit(0)
}
