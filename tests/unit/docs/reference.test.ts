import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { findCode, listPages, root } from '../../../scripts/docs/pages.mjs'
import { signatureTexts as english } from '../../../simulator/ui/texts/signature-en'
import { signatureTexts as chinese } from '../../../simulator/ui/texts/signature-zh'
import { readPage } from './pages'

const namesIn = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))]

const filesIn = async (folder: string) => (await readdir(root + folder, { recursive: true })).filter(file => /\.(?:ts|vue)$/.test(file))

async function readAll(folder: string): Promise<string> {
  return (await Promise.all((await filesIn(folder)).map(file => readPage(`${folder}/${file}`)))).join('\n')
}

/** A line of a table that begins with this name. */
const hasRow = (text: string, name: string) => text.split('\n').some(line => line.startsWith('| ') && line.split(' | ')[0]?.includes(`\`${name}`))

describe.each(['docs', 'docs/zh'])('the reference in %s', (folder) => {
  it('has every variable of .env.example, and no other', async () => {
    const variables = namesIn(await readPage('.env.example'), /^# ([A-Z_]+)=/gm)
    const page = await readPage(`${folder}/variables.md`)
    expect(variables.length).toBeGreaterThan(15)
    expect(variables.filter(name => !hasRow(page, name) && !page.includes(`| \`HOST\`、\`${name}\``) && !page.includes(`| \`HOST\`, \`${name}\``))).toEqual([])
    expect(namesIn(page, /\b(NUXT_(?:PUBLIC_)?(?:WECHAT|SESSION)_[A-Z_]+)\b/g).filter(name => !variables.includes(name))).toEqual([])
  })

  it('has every route', async () => {
    const routes = (await filesIn('server/api/wx')).filter(file => !file.startsWith('[')).map(file => `/api/wx/${file.replace(/(?:\.(?:get|post))?\.ts$/, '')}`)
    const page = await readPage(`${folder}/routes.md`)
    expect(routes.filter(route => !hasRow(page, `GET ${route}`) && !hasRow(page, `POST ${route}`))).toEqual([])
  })

  it('has every composable with its type, every component, and the middleware', async () => {
    const page = await readPage(`${folder}/composables.md`)
    const code = findCode(page).map(block => block.code).join('\n')
    const composables = (await filesIn('composables')).map(file => file.replace(/\.ts$/, ''))
    expect(composables.filter(name => !page.includes(`### ${name}\n`) || !code.includes(`type ${name.replace(/^u/, 'U')} =`))).toEqual([])
    expect((await filesIn('components')).map(file => `<${file.replace(/\.vue$/, '')}>`).filter(name => !hasRow(page, name))).toEqual([])
    expect((await filesIn('middleware')).map(file => file.replace(/\.ts$/, '')).filter(name => !page.includes(`'${name}'`))).toEqual([])
  })

  it('has every function for server routes', async () => {
    const functions = namesIn(await readPage('server/utils/wechat.ts'), /^export (?:async )?function (\w+)/gm)
    const page = await readPage(`${folder}/server.md`)
    expect([...functions, 'defineWechatHandler'].filter(name => !page.includes(`${name}(`))).toEqual([])
  })

  it('has every hook, on one of its pages', async () => {
    // Where it is typed: it may be called in several ways.
    const hooks = namesIn(await readAll('server'), /^ +'(wechat:[\w-]+)': \(/gm)
    const pages = (await listPages()).filter(page => page.startsWith(`${folder}/`) && !page.slice(folder.length + 1).includes('/'))
    const text = (await Promise.all(pages.map(readPage))).join('\n')
    expect(hooks.length).toBeGreaterThan(3)
    expect(hooks.filter(name => !text.includes(name))).toEqual([])
  })

  it('has every metric', async () => {
    const metrics = namesIn(await readPage('server/http/observability/prometheus.ts'), /'(wechat_\w+_(?:total|seconds))'/g)
    const page = await readPage(`${folder}/operation.md`)
    expect(metrics.length).toBeGreaterThan(5)
    expect(metrics.filter(name => !page.includes(`\`${name}\``))).toEqual([])
  })
})

it.each([['docs', english], ['docs/zh', chinese]])('%s has every reason for an invalid signature that the simulator knows, in its words', async (folder, { causes }) => {
  const { right: _, unknown: __, ...reasons } = causes
  const page = await readPage(`${folder}/invalid-signature.md`)
  const rows = Object.values(reasons).map(([cause, fix]) => `| ${cause} | ${fix} |`.replace('&amp;', '`&amp;`'))
  expect(rows.filter(row => !page.includes(row))).toEqual([])
})
