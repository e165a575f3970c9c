import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { defineNuxtConfig } from 'nuxt/config'
import { addTemplate, addVitePlugin, useNitro } from 'nuxt/kit'
import type { Nuxt, NuxtConfigLayer } from 'nuxt/schema'
import { defaults } from './server/http/config/defaults'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const root = resolve(here('.'))

/** Whether this is the app of this repository itself, and not a layer of another one. */
const isHome = resolve(process.cwd()) === root && !root.includes('/node_modules/')

/** In a checkout that was never prepared the tsconfig.json, which Vite reads for our files, extends a file that is not there yet. */
function standInTsconfig(): void {
  if (!existsSync(here('tsconfig.json')) || existsSync(here('.nuxt/tsconfig.json')))
    return
  mkdirSync(here('.nuxt'), { recursive: true })
  writeFileSync(here('.nuxt/tsconfig.json'), '{}')
}

/** In another app: `pages/`, which holds the demo's pages, is empty, and what is not the app's to import is not in its type check. */
function keepOut(_options: unknown, nuxt: Nuxt): void {
  if (resolve(nuxt.options.rootDir) === root)
    return
  // What an app imports of ours is checked all the same. An app may also live in this folder.
  const ours = readdirSync(root).map(here).filter(path => !`${resolve(nuxt.options.rootDir)}/`.startsWith(`${path}/`))
  // In Nuxt 4 there are several of these.
  nuxt.hook('prepare:types', (options: { tsConfig: { exclude?: string[] }, nodeTsConfig?: { exclude?: string[] } }) => {
    for (const config of [options.tsConfig, options.nodeTsConfig ?? {}])
      config.exclude = [...config.exclude ?? [], ...ours]
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

/**
 * What of ours is loaded lazily is for WeChat and for guarded pages: Nuxt would have each page of the app prefetch it, outside WeChat too.
 * The server names the first chunks to the pages that WeChat opens.
 */
function keepLazy(_options: unknown, nuxt: Nuxt): void {
  const folders = ['components', 'middleware', 'utils'].map(folder => here(`${folder}/`))
  /** A chunk that shares modules with another one has no source file in the manifest: known by its modules alone. */
  const files = new Set<string>()
  let connection: string[] = []
  addVitePlugin({
    name: 'wechat-lazy-chunks',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        const entries = chunk.type === 'chunk' ? chunk.moduleIds.filter(id => this.getModuleInfo(id)?.dynamicImporters.length) : []
        if (entries.length > 0 && entries.every(id => folders.some(folder => id.startsWith(folder))))
          files.add(basename(chunk.fileName))
        if (chunk.type === 'chunk' && entries.includes(here('utils/wechat/connection.ts')))
          connection = [chunk.fileName, ...chunk.imports].filter(file => !Object(bundle[file]).isEntry).map(file => basename(file))
      }
    },
  }, { server: false })
  nuxt.hook('build:manifest', (manifest) => {
    for (const chunk of Object.values(manifest))
      chunk.dynamicImports = chunk.dynamicImports?.filter(id => !files.has(basename(manifest[id]?.file ?? '')))
    // Read at start by server/http/page/first-html.ts. Nitro is built after the manifest.
    useNitro().options.runtimeConfig.wechatFirstChunks = connection.join(' ')
  })
}

/**
 * Makes the own copy of the JS-SDK a module. The package is CommonJS: below node_modules Vite's development server would send it to the
 * browser as it is, and elsewhere it would find it at the first page, and reload that.
 */
function sdkCopy(): void {
  addTemplate({
    filename: 'wechat-js-sdk.mjs',
    getContents: () => `const module = { exports: {} }\n${readFileSync(createRequire(import.meta.url).resolve('weixin-js-sdk'), 'utf8')}\nexport default module.exports\n`,
  })
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

  modules: [standInTsconfig, keepOut, keepLazy, sdkCopy, refusalPage, here('simulator/module.ts')],

  vue: {
    compilerOptions: {
      // WeChat's open tags are custom elements of its client, not Vue components.
      isCustomElement: tag => tag.startsWith('wx-open-'),
    },
  },

  // Every key is overridden at start by its variable, see .env.example.
  runtimeConfig: {
    session: { password: '' },
    wechat: { ...defaults },
    public: {
      wechat: {
        sdkUrls: 'https://res.wx.qq.com/open/js/jweixin-1.6.0.js,https://res2.wx.qq.com/open/js/jweixin-1.6.0.js',
      },
    },
  },

  // As the package's `exports` has it, for an app that extends a folder or a git address.
  alias: { 'nuxt-wechat/types': here('shared/wechat.ts') },

  // Bundled, of its 200 kB what is used: loaded whole it would be a tenth of the time to start.
  nitro: { externals: { inline: ['valibot'] } },

  hooks: {
    'nitro:config'({ runtimeConfig = {} }) {
      // At start Nitro puts the '' of an empty variable over a value of the build, which counts all the same: here it is found.
      const { wechat, session } = runtimeConfig
      // One text: for each page that it renders Nitro looks for a variable for each key.
      runtimeConfig.wechatBuilt = JSON.stringify({ ...wechat, sessionPassword: session?.password })
    },
  },
})
