import globals from 'globals'
import withNuxt from './.nuxt/eslint.config.mjs'

const imports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })

const simulatorIsAnotherWorld = {
  regex: '(^|/)(?:simulator|doctor)(/|$)',
  message: 'Nothing imports the simulator or the doctor: the app knows WeChat only by its addresses.',
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

/** A folder of the simulator, and what leads out of it. */
const simulator = (files, outside) => ({
  name: `wechat/${files}`,
  files: [`${files}.{ts,mjs,vue}`],
  rules: imports({
    regex: `^(~|@/|#shared|#imports)|${outside}`,
    message: 'The simulator is WeChat, not our functions: it imports nothing of the app.',
  }),
})

/** A folder of the doctor, and the way from there to the server. */
const doctor = (files, depth) => ({
  name: `wechat/${files}`,
  files: [`${files}.ts`],
  languageOptions: { globals: { ...globals.nodeBuiltin, NodeJS: 'readonly' } },
  rules: {
    'no-undef': 'error',
    ...imports({
      regex: `^(#|~|@/|h3$|vue|nuxt|@nuxt/|nitro)|^(?:\\.\\./){${depth}}(?!\\.\\.|server/wechat$|server/http/config/(?:schema|read-config)$)`,
      message: 'The doctor runs without the app: of it, it imports the core\'s index.ts and how the configuration is read.',
    }),
  },
})

const onlyTheCore = {
  regex: '^(?:\\.\\./)+(?:server/)?wechat/',
  message: 'Of the core only its index.ts is imported.',
}

const noAutoImports = {
  regex: '^(#|~|@/)',
  message: 'The server is shipped in a layer: aliases and auto-imports are those of the app that extends it.',
}

const above = (...folders) => ({
  regex: `^(?:\\.\\./)+(?:${folders.join('|')})/`,
  message: 'Imports run one way: api, middleware, plugins → utils → http → the core\'s index.ts.',
})

/** Server code outside the core: it imports by name what Nitro would define for it. */
const server = (files, ...patterns) => ({
  name: `wechat/server/${files}`,
  files,
  languageOptions: { globals: { ...globals.nodeBuiltin, NodeJS: 'readonly' } },
  rules: { 'no-undef': 'error', ...imports(simulatorIsAnotherWorld, noAutoImports, ...patterns) },
})

/** A folder of server/http, or the files beside them, and which others they may import. */
const http = (name, below) => server([name === '*.ts' ? 'server/http/*.ts' : `server/http/${name}/**`], onlyTheCore, above('utils', 'api', 'middleware', 'plugins'), {
  regex: `${name === '*.ts' ? '^\\./' : '^\\.\\./(?!\\.\\./)'}(?!(?:${below})(?:/|$))`,
  message: 'In server/http imports run one way: answers → session, report → wechat-instance → config, storage, observability.',
})

export default withNuxt(
  { ignores: ['tests/adopters/nuxt*'] },
  {
    name: 'wechat/app',
    ignores: ['simulator/**', 'tests/**'],
    rules: imports(simulatorIsAnotherWorld),
  },
  core(['server/wechat/*.ts'], '^\\.\\./(?!\\.\\./shared/)'),
  core(['server/wechat/{ticket,oauth,signing}/*.ts'], '^\\.\\./(?!\\.\\./\\.\\./shared/|api/|log$|storage$)'),
  core(['server/wechat/api/*.ts'], '^\\.\\./(?!\\.\\./\\.\\./shared/)'),
  http('answers', 'session|observability'),
  http('session', 'config|request|wechat-instance'),
  http('report', 'request|observability|wechat-instance'),
  http('*.ts', 'config|storage|observability'),
  http('config', 'observability'),
  http('request', 'config'),
  http('storage', ''),
  http('observability', ''),
  server(['server/utils/**'], onlyTheCore, above('api', 'middleware', 'plugins')),
  server(['server/{api,middleware,plugins}/**', 'home/server/**'], onlyTheCore),
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
  ...['*', '*/*', '*/*/*'].map((files, depth) => doctor(`doctor/${files}`, depth + 1)),
  ...['*', '*/*', '*/*/*'].map((files, depth) => simulator(`simulator/${files}`, `^(\\.\\./){${depth + 1}}`)),
).override('nuxt/import-globals', { ignores: ['server/**', 'home/server/**', 'simulator/**'] })
