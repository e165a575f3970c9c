import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { addServerHandler, addServerPlugin, addServerTemplate, addTemplate, createResolver, defineNuxtModule, extendPages, useLogger } from 'nuxt/kit'
import { SIMULATOR_APP_ID, SIMULATOR_APP_SECRET } from './api/account/account'
import { MOUNT, toMountPath } from './mount'

/**
 * Puts WeChat into the app, for development and demos: its API under `/__wechat/cgi-bin`, its client's bridge into every
 * page, and the page `/__wechat` that opens the app as WeChat does. Without `NUXT_WECHAT_SIMULATOR=true`, or `nuxt dev`
 * without an AppID, it does nothing, and a build holds none of it.
 */
export default defineNuxtModule({
  // No `meta.name`: it would bring this file, which needs types for Node, into the types of an app that extends the layer.
  setup(_options, nuxt) {
    const { resolve } = createResolver(import.meta.url)
    const { dev, test, runtimeConfig } = nuxt.options
    const isForLackOfAccount = dev && !test && isUnset('NUXT_WECHAT_APP_ID') && isUnset('NUXT_WECHAT_SIMULATOR')
    if (!isForLackOfAccount && process.env.NUXT_WECHAT_SIMULATOR !== 'true')
      return
    if (isForLackOfAccount)
      useLogger('wechat-simulator').info(`NUXT_WECHAT_APP_ID is not set: the simulator plays WeChat, open ${toMountPath(nuxt.options.app.baseURL)}.`)

    const { appId, appSecret } = { appId: '', appSecret: '', ...Object(runtimeConfig.wechat) }
    runtimeConfig.wechat = Object.assign({}, runtimeConfig.wechat, {
      appId: appId || SIMULATOR_APP_ID,
      appSecret: appSecret || SIMULATOR_APP_SECRET,
      apiBase: MOUNT,
      openBase: MOUNT,
      simulator: true,
    })
    // Sessions of a demo end with it.
    const { password } = { password: '', ...Object(runtimeConfig.session) }
    runtimeConfig.session = Object.assign({}, runtimeConfig.session, { password: password || randomBytes(32).toString('hex') })
    // WeChat's hosts may be out of reach: the app's own copy of the JS-SDK is used at once.
    runtimeConfig.public.wechat = Object.assign({}, runtimeConfig.public.wechat, { sdkUrls: '' })

    addServerTemplate({
      filename: '#wechat-simulator/bridge',
      getContents: async () => {
        const { bundleBridge } = await import('./bundle-bridge')
        return `export const script = ${JSON.stringify(await bundleBridge())}`
      },
    })
    for (const path of ['cgi-bin', 'client', 'connect', 'control', 'sns'])
      addServerHandler({ route: `${MOUNT}/${path}/**`, handler: resolve('./runtime/api') })
    addServerHandler({ route: `${MOUNT}/bridge.js`, handler: resolve('./runtime/bridge') })
    // These routes are not for the app's `$fetch` to know.
    nuxt.hook('nitro:init', nitro => void nitro.hooks.hook('types:extend', ({ routes }) => {
      for (const route of Object.keys(routes).filter(route => route.startsWith(`${MOUNT}/`)))
        Reflect.deleteProperty(routes, route)
    }))
    addServerHandler({ middleware: true, handler: resolve('./runtime/client-headers') })
    addServerPlugin(resolve('./runtime/inject'))

    nuxt.options.routeRules = { ...nuxt.options.routeRules, [MOUNT]: { ssr: false } }
    // The desk takes the place of the app's root component: it works in an app without pages, and outside its layout.
    const deskOrApp = resolve('./ui/desk-or-app.vue')
    // After Nuxt's own hook, which decides what is the root component where there is no app.vue.
    nuxt.hook('modules:done', () => void nuxt.hook('app:resolve', (app) => {
      if (!app.mainComponent || app.mainComponent === deskOrApp)
        return
      const root = JSON.stringify(app.mainComponent)
      addTemplate({ filename: 'wechat-simulator/app.mjs', getContents: () => `export { default } from ${root}` })
      app.mainComponent = deskOrApp
    }))
    extendPages((pages) => {
      // In an app without pages this one would turn the router on, which then answers 404 at /.
      if (pages.length > 0 || Object(nuxt.options.pages).enabled === true)
        pages.push({ name: 'wechat-simulator', path: MOUNT, file: resolve('./ui/wechat-simulator.vue'), meta: { layout: false } })
    })
    // Otherwise Vite finds these at the desk's first visit, and reloads the page.
    nuxt.options.vite.optimizeDeps = { ...nuxt.options.vite.optimizeDeps, exclude: [...nuxt.options.vite.optimizeDeps?.exclude ?? [], 'diff', 'qr'] }
  },
})

function isUnset(name: string): boolean {
  return !process.env[name]
}
