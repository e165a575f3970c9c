/** The rest of the demo, whose pages are in `pages/`. Only this repository's own app extends it. */
export default defineNuxtConfig({
  app: {
    head: {
      meta: [
        { name: 'viewport', content: 'width=device-width, initial-scale=1, viewport-fit=cover' },
        { name: 'format-detection', content: 'telephone=no' },
      ],
    },
  },

  css: ['weui/dist/style/weui.min.css'],

  features: {
    // WeUI stays a style sheet of its own, which is cached, instead of 160 kB in every page.
    inlineStyles: id => Boolean(id?.includes('.vue')),
  },
})
