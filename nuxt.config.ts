import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { defineNuxtConfig } from 'nuxt/config'
import { addTemplate } from 'nuxt/kit'
import type { Nuxt, NuxtConfigLayer } from 'nuxt/schema'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const root = resolve(here('.'))

/** Whether this is the app of this repository itself, and not a layer of another one. */
const isHome = resolve(process.cwd()) === root && !root.includes('/node_modules/')

/** In another app: `pages/`, which holds the demo's pages, is empty, and what is not the app's to import is not in its type check. */
function keepOut(_options: unknown, nuxt: Nuxt): void {
  if (resolve(nuxt.options.rootDir) === root)
    return
  // In a checkout that was never prepared the tsconfig.json, which Vite reads for our files, extends a file that is not there yet.
  if (existsSync(here('tsconfig.json')) && !existsSync(here('.nuxt/tsconfig.json'))) {
    mkdirSync(here('.nuxt'), { recursive: true })
    writeFileSync(here('.nuxt/tsconfig.json'), '{}')
  }
  // In Nuxt 4 there are several of these.
  nuxt.hook('prepare:types', (options: { tsConfig: { exclude?: string[] }, nodeTsConfig?: { exclude?: string[] } }) => {
    for (const config of [options.tsConfig, options.nodeTsConfig ?? {}])
      config.exclude = [...config.exclude ?? [], here('server'), here('simulator'), here('doctor'), here('nuxt.config.ts')]
  })
  // Nuxt's types have it read-only, as an app's own code is not to change it.
  const layers = nuxt.options._layers as NuxtConfigLayer[]
  const index = layers.findIndex(({ config }) => resolve(config.rootDir) === root)
  const layer = layers[index]
  if (!layer)
    return
  // A new object: Nuxt keeps what it has made of the old one.
  layers.splice(index, 1, { ...layer, config: { ...layer.config, dir: { ...layer.config.dir, pages: 'demo/no-pages' } } })
}

/** Shows `<WechatRefusal>` for a refused sign-in; all other errors have the app's own error page. */
function refusalPage(_options: unknown, nuxt: Nuxt): void {
  const filename = 'wechat-error.mjs'
  // After Nuxt's own hook, which finds the error page.
  nuxt.hook('modules:done', () => void nuxt.hook('app:resolve', (app) => {
    if (!app.errorComponent || app.errorComponent.endsWith(filename))
      return
    const [errorPage, refusal] = [app.errorComponent, here('utils/wechat/page/refusal')].map(path => JSON.stringify(path))
    app.errorComponent = addTemplate({ filename, getContents: () => `import { h } from 'vue'
import { LazyWechatRefusal } from '#components'
import ErrorPage from ${errorPage}
import { readRefusal } from ${refusal}
export default function WechatError({ error }) {
  const refusal = readRefusal(error)
  return refusal ? h(LazyWechatRefusal, refusal) : h(ErrorPage, { error })
}
WechatError.props = ['error']
` }).dst
  }))
}

export default defineNuxtConfig({
  extends: isHome ? ['home', 'demo'].filter(folder => existsSync(here(`${folder}/nuxt.config.ts`))).map(here) : [],

  modules: [keepOut, refusalPage, here('simulator/module.ts')],

  vue: {
    compilerOptions: {
      // WeChat's open tags are custom elements of its client, not Vue components.
      isCustomElement: tag => tag.startsWith('wx-open-'),
    },
  },

  // Every key is overridden at start by its variable, see .env.example.
  runtimeConfig: {
    session: { password: '' },
    wechat: {
      appId: '',
      appSecret: '',
      jsDomains: '',
      siteOrigin: '',
      tokenEndpoint: 'stable',
      storage: 'memory',
      apiBase: 'https://api.weixin.qq.com',
      openBase: 'https://open.weixin.qq.com',
      verifyCode: '',
      pushToken: '',
      rateLimit: '0',
      shutdownDelay: '1',
      metricsPath: '',
      trustedProxies: '',
    },
    public: {
      wechat: {
        sdkUrls: 'https://res.wx.qq.com/open/js/jweixin-1.6.0.js,https://res2.wx.qq.com/open/js/jweixin-1.6.0.js',
      },
    },
  },

  hooks: {
    'nitro:config'({ runtimeConfig = {} }) {
      // At start Nitro puts the '' of an empty variable over a value of the build, which counts all the same: here it is found.
      const { wechat, session } = runtimeConfig
      runtimeConfig.wechatBuilt = { ...wechat, sessionPassword: session?.password }
    },
  },
})
