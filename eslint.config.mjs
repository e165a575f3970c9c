import globals from 'globals'
import withNuxt from './.nuxt/eslint.config.mjs'

const imports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })

const simulatorIsAnotherWorld = {
  regex: 'wechat-simulator',
  message: 'The app never imports the simulator: it knows WeChat only by its addresses.',
}

/** A folder of the core, and what its imports must not match: they run from index.ts by ticket/, oauth/ and signing/ to api/. */
const core = (files, outside) => ({
  name: `wechat/core/${files}`,
  files,
  // `no-undef` catches what only Nitro's or Nuxt's auto-imports would define.
  languageOptions: { globals: { ...globals.nodeBuiltin, RequestInit: 'readonly' } },
  rules: {
    'no-undef': 'error',
    ...imports(simulatorIsAnotherWorld, {
      regex: '^(#|~|@/|h3$|vue|nuxt|@nuxt/|nitro)',
      message: 'server/wechat is plain TypeScript: no Nitro, no h3, no Nuxt, no aliases.',
    }, {
      regex: outside,
      message: 'In server/wechat imports run one way: index → ticket, oauth, signing → api → shared.',
    }),
  },
})

export default withNuxt(
  {
    name: 'wechat/app',
    ignores: ['modules/**', 'tests/**', 'scripts/**', 'bench/**'],
    rules: imports(simulatorIsAnotherWorld),
  },
  core(['server/wechat/*.ts'], '^\\.\\./(?!\\.\\./shared/)'),
  core(['server/wechat/{ticket,oauth,signing}/*.ts'], '^\\.\\./(?!\\.\\./\\.\\./shared/|api/|log$|storage$)'),
  core(['server/wechat/api/*.ts'], '^\\.\\./(?!\\.\\./\\.\\./shared/)'),
  {
    name: 'wechat/shared',
    files: ['shared/**/*.ts'],
    rules: imports(simulatorIsAnotherWorld, {
      regex: '^(\\.\\./|#|~|@/)',
      message: 'shared/ is the ground floor: it imports nothing of the app.',
    }),
  },
  {
    name: 'wechat/browser',
    files: ['pages/**', 'composables/**', 'plugins/**', 'utils/**', 'app.vue', 'error.vue'],
    rules: imports(simulatorIsAnotherWorld, {
      regex: '(^|/)server/',
      message: 'The browser side never imports the server: what both speak is in shared/.',
    }),
  },
  {
    name: 'wechat/simulator',
    files: ['modules/wechat-simulator/**'],
    rules: imports({
      regex: '^(~|@/|#shared|#imports)|\\.\\./(server|shared|utils|composables|pages|plugins)(/|$)',
      message: 'The simulator is WeChat, not our functions: it imports nothing of the app.',
    }),
  },
).override('nuxt/import-globals', { ignores: ['server/wechat/**', 'modules/**'] })
