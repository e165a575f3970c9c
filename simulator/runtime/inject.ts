import { defineNitroPlugin, useRuntimeConfig } from 'nitropack/runtime'
import { toMountPath } from '../mount'

/** Puts the bridge before every other script of every page, as WeChat's web view does. */
export default defineNitroPlugin((nitro) => {
  nitro.hooks.hook('render:html', (html) => {
    html.head.unshift(`<script src="${toMountPath(useRuntimeConfig().app.baseURL)}/bridge.js"></script>`)
  })
})
