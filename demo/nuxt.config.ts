import { fileURLToPath } from 'node:url'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The rest of the demo, whose pages are in `pages/`. Only this repository's own app extends it. */
export default defineNuxtConfig({
  app: {
    head: {
      meta: [
        { name: 'viewport', content: 'width=device-width, initial-scale=1, viewport-fit=cover' },
        { name: 'format-detection', content: 'telephone=no' },
        { name: 'color-scheme', content: 'light dark' },
        { name: 'theme-color', content: '#ededed', media: '(prefers-color-scheme: light)' },
        { name: 'theme-color', content: '#111111', media: '(prefers-color-scheme: dark)' },
      ],
    },
  },

  css: [here('assets/weui.less')],

  // One style sheet, which is cached, WeUI and the components together: a component's own one would be waited for when the page is hydrated.
  features: { inlineStyles: false },
  vite: { build: { cssCodeSplit: false } },
})
