import { fileURLToPath } from 'node:url'

/** What this repository's own app has besides the layer: an app that extends the layer keeps its own settings, error handlers, log and process. */
export default defineNuxtConfig({
  modules: ['@nuxt/eslint'],
  devtools: { enabled: false },
  compatibilityDate: '2026-11-01',
  // The apps in tests/adopters are checked by themselves, where they are installed.
  typescript: { strict: true, tsConfig: { exclude: ['../tests/adopters/nuxt*'] } },
  telemetry: false,

  hooks: {
    'nitro:config'(config) {
      // In front of Nuxt's own, which goes on to show `error.vue`. In development its messages with their source are wanted.
      if (!config.dev)
        config.errorHandler = [fileURLToPath(new URL('server/log-unhandled.ts', import.meta.url)), config.errorHandler ?? []].flat()
    },
  },

  eslint: { config: { stylistic: true } },
})
