import { fileURLToPath } from 'node:url'

/** Of this app alone: an app that extends the layer keeps its own error handlers, log and process. */
export default defineNuxtConfig({
  hooks: {
    'nitro:config'(config) {
      // In front of Nuxt's own, which goes on to show `error.vue`. In development its messages with their source are wanted.
      if (!config.dev)
        config.errorHandler = [fileURLToPath(new URL('server/log-unhandled.ts', import.meta.url)), config.errorHandler ?? []].flat()
    },
  },
})
