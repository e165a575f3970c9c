import { fileURLToPath } from 'node:url'
import { defineNuxtModule, extendPages } from 'nuxt/kit'

/** A Nuxt module: the layer's tests need a router that finds a page, also where the demo's pages are deleted. */
export default defineNuxtModule({
  setup() {
    extendPages((pages) => {
      if (pages.length === 0)
        pages.push({ path: '/:any(.*)*', file: fileURLToPath(new URL('any-page.vue', import.meta.url)) })
    })
  },
})
