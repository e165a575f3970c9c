import globals from 'globals'
import withNuxt from './.nuxt/eslint.config.mjs'

const imports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })

const simulatorIsAnotherWorld = {
  regex: '(^|/)(?:simulator|doctor)(/|$)',
  message: 'Nothing imports the simulator or the doctor: the app knows WeChat only by its addresses.',
}

/** A folder of the core, and what its imports must not match: they run from index.ts by account/, push/, ticket/, oauth/ and signing/ to api/. */
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
      message: 'In server/wechat imports run one way: index → account, push, ticket, oauth, signing → api → shared.',
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
      regex: `^(#|~|@/|h3$|vue|nuxt|@nuxt/|nitro)|^(?:\\.\\./){${depth}}(?!\\.\\.|server/wechat$|server/http/config/(?:defaults|schema|read-config)$)`,
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
  message: 'In server/http imports run one way: push → answers → session, report → wechat-instance → config, storage, observability.',
})

/** What web views of iOS 15.4 and Chrome 93 lack, which Nuxt itself starts in. Vite lowers syntax, but adds no function. */
const newerThanTheFloor = [
  'CallExpression > MemberExpression.callee > Identifier.property[name=/^(?:toSorted|toReversed|toSpliced|with|findLast|findLastIndex|isWellFormed|toWellFormed|union|intersection|difference|symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom)$/]',
  'MemberExpression[object.name="URL"][property.name=/^(?:canParse|parse)$/]',
  'MemberExpression[object.name=/^(?:Object|Map)$/][property.name="groupBy"]',
  'MemberExpression[object.name="Promise"][property.name=/^(?:withResolvers|try)$/]',
  'MemberExpression[object.name="AbortSignal"][property.name=/^(?:any|timeout)$/]',
  'MemberExpression[object.name="Array"][property.name="fromAsync"]',
  'CallExpression[callee.name="structuredClone"]',
  'Literal[regex.pattern=/\\(\\?<[=!]/]',
  'Literal[regex.flags=/v/]',
].map(selector => ({ selector, message: 'Web views of iOS 15.4 and Chrome 93 do not have this: see docs/web-views.md.' }))

export default withNuxt(
  { ignores: ['tests/adopters/nuxt*'] },
  {
    name: 'wechat/app',
    ignores: ['simulator/**', 'tests/**', 'bench/**'],
    rules: imports(simulatorIsAnotherWorld),
  },
  core(['server/wechat/*.ts'], '^\\.\\./(?!\\.\\./shared/)'),
  core(['server/wechat/{account,push,ticket,oauth,signing}/*.ts'], '^\\.\\./(?!\\.\\./\\.\\./shared/|api/|log$|storage$)'),
  core(['server/wechat/api/*.ts'], '^\\.\\./(?!\\.\\./\\.\\./shared/)'),
  http('answers', 'session|observability'),
  http('session', 'config|request|wechat-instance'),
  http('report', 'request|observability|wechat-instance'),
  http('push', 'answers|config|request|observability'),
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
  {
    name: 'wechat/fixtures',
    files: ['tests/fixtures/**/*.vue'],
    // Pages and the error page of an app of its own, whose names Nuxt sets.
    rules: { 'vue/multi-word-component-names': 'off' },
  },
  {
    name: 'wechat/web-views',
    files: ['components/**', 'composables/**', 'middleware/**', 'plugins/**', 'shared/**', 'utils/**'],
    rules: { 'no-restricted-syntax': ['error', ...newerThanTheFloor] },
  },
  ...['*', '*/*', '*/*/*'].map((files, depth) => doctor(`doctor/${files}`, depth + 1)),
  ...['*', '*/*', '*/*/*'].map((files, depth) => simulator(`simulator/${files}`, `^(\\.\\./){${depth + 1}}`)),
).override('nuxt/import-globals', { ignores: ['server/**', 'home/server/**', 'simulator/**'] })
