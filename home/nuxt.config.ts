import { fileURLToPath } from 'node:url'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What this repository's own app has besides the layer: an app that extends the layer keeps its own settings, error handlers, log and process. */
export default defineNuxtConfig({
  modules: ['@nuxt/eslint'],
  devtools: { enabled: false },
  // Nuxt leaves its shared folder out of the bundle of the pages, and finds again only what is imported by #shared. In another app #shared is
  // that app's folder, so that ours is imported like any other.
  dir: { shared: 'no-shared' },
  // No browser takes an answer for another type than it says.
  routeRules: { '/**': { headers: { 'X-Content-Type-Options': 'nosniff' } } },
  compatibilityDate: '2026-11-01',

  nitro: { compressPublicAssets: true },
  // The apps in tests/adopters are checked by themselves, where they are installed. The code in the docs is checked here.
  typescript: { strict: true, tsConfig: { exclude: ['../tests/adopters/nuxt*'], include: ['../.docs-code/**/*'] } },
  telemetry: false,

  hooks: {
    'nitro:config'(config) {
      // Before and after Nuxt's own, which shows `error.vue`. In development its messages with their source are wanted.
      if (!config.dev)
        config.errorHandler = [here('server/log-unhandled.ts'), config.errorHandler ?? [], here('server/answer-json.ts')].flat()
    },
  },

  eslint: { config: { stylistic: true } },
})
