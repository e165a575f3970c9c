import { defineNitroPlugin } from 'nitropack/runtime'

/** Nuxt names itself in the head of every page. */
export default defineNitroPlugin(({ hooks }) => {
  hooks.hook('render:response', ({ headers = {} }) => {
    Reflect.deleteProperty(headers, 'x-powered-by')
  })
})
