import { execFile } from 'node:child_process'
import { readdir, readFile, rm, mkdtemp, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { launchChromium, openWechat } from '../../simulator/playwright'
import { CookieJar } from '../cookies'
import { createBareApp, createWorkspaceApp, packLayer, type BareApp } from './bare-app'
import { startGitHost } from './git-host'

const ACCOUNT = { NUXT_WECHAT_APP_ID: 'wx1234567890abcdef', NUXT_WECHAT_APP_SECRET: 'canarycanarycanarycanarycanary99' }

const run = promisify(execFile)

let browser: Browser
let packed: Awaited<ReturnType<typeof packLayer>>
let packFolder: string

beforeAll(async () => {
  browser = await launchChromium()
  packFolder = await mkdtemp(join(tmpdir(), 'nuxt-wechat-pack-'))
  packed = await packLayer(packFolder)
})

afterAll(async () => {
  await browser.close()
  await rm(packFolder, { recursive: true, force: true })
})

it('an install by a git address or a folder runs no script of ours', async () => {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8'))
  expect(Object.keys(scripts).filter(name => /^(?:pre|post)?(?:install|prepare|pack|publish|prepublishOnly)$/.test(name))).toEqual([])
})

it('the package is under 400 kB, and holds neither demo, pages nor tests', () => {
  expect(packed.size).toBeLessThan(400_000)
  expect(packed.files.filter(file => /^(?:demo|pages|tests|bench|docs|scripts)\//.test(file))).toEqual([])
  expect(packed.files).toEqual(expect.arrayContaining(['nuxt.config.ts', 'README.md', 'LICENSE', 'bin/nuxt-wechat.mjs', 'simulator/playwright.ts']))
})

describe.each(['nuxt3', 'nuxt4'] as const)('a bare %s app with two lines more', (fixture) => {
  let app: BareApp

  beforeAll(async () => {
    app = await createBareApp(fixture, [packed.tarball])
    await app.npm(['run', 'build'])
  })

  afterAll(() => app.remove())

  it('type-checks, strictly', async () => {
    expect(await app.typecheck()).not.toMatch(/error TS/)
  })

  it('has our routes, and neither our pages, files, styles nor meta tags', async () => {
    await expectOnlyTheLayer(app)
  })

  it('is given only names of ours among its auto-imports', async () => {
    const imports = await readFile(join(app.folder, '.nuxt/imports.d.ts'), 'utf8')
    const nitro = await readFile(join(app.folder, '.nuxt/types/nitro-imports.d.ts'), 'utf8')
    const ours = [imports, nitro].flatMap(text => text.split('\n')).filter(line => line.includes('nuxt-wechat'))
    const names = ours.flatMap(line => /\{ ?([^}]*)\}/.exec(line)?.[1]?.split(',') ?? [/const (\w+)/.exec(line)?.[1] ?? '']).map(name => name.replace(/^.* as /, '').trim()).filter(Boolean)
    expect(names.filter(name => !/wechat/i.test(name))).toEqual([])
    expect(names).toEqual(expect.arrayContaining(['useWechatShare', 'useWechatSdk', 'useWechatUser', 'requireWechatUser', 'getWechatUser', 'useWechat', 'defineWechatHandler']))
    const components = await readFile(join(app.folder, '.nuxt/components.d.ts'), 'utf8')
    const found = [...components.matchAll(/(?:const |^\s*)'?(\w+)'?: .*nuxt-wechat/gm)].map(([, name = '']) => name).filter(name => !name.startsWith('Lazy'))
    expect(found.filter(name => !name.startsWith('Wechat'))).toEqual([])
    expect((await readdir(app.folder)).filter(name => name.startsWith('eslint'))).toEqual([])
  })

  it('goes on with a wrong variable of ours, says so in a line, and refuses with the reason', async () => {
    const server = await app.start({ ...ACCOUNT, NUXT_WECHAT_APPID: 'canary' })
    onTestFinished(server.stop)
    expect((await fetch(server.url)).status).toBe(200)
    const response = await fetch(`${server.url}/api/wx/config?url=${encodeURIComponent(`${server.url}/`)}`)
    expect([response.status, await response.json()]).toMatchObject([503, { data: { code: 'wechat_not_configured', hint: expect.stringContaining('NUXT_WECHAT_APPID') } }])
    expect(server.output().split('\n').filter(line => line.includes('NUXT_WECHAT_APPID'))).toHaveLength(1)
    expect(server.output()).not.toContain('canary"')
  })

  it('answers 401 signed_out where a route of its own requires a user', async () => {
    const server = await app.start({ ...ACCOUNT, NUXT_WECHAT_API_BASE: 'http://127.0.0.1:1', NUXT_WECHAT_SITE_ORIGIN: 'http://127.0.0.1', NUXT_SESSION_PASSWORD: 'canary-password-canary-password-32' })
    onTestFinished(server.stop)
    const response = await fetch(`${server.url}/api/me`)
    expect([response.status, await response.json()]).toMatchObject([401, { data: { code: 'signed_out' } }])
    const signed = await fetch(`${server.url}/api/sign`)
    expect([signed.status, await signed.json()]).toMatchObject([503, { data: { code: 'wechat_unreachable' } }])
  })

  it('shows the way into WeChat in the place of a guarded page', async () => {
    const server = await app.start({ ...ACCOUNT, NUXT_WECHAT_API_BASE: 'http://127.0.0.1:1', NUXT_WECHAT_SITE_ORIGIN: 'http://127.0.0.1', NUXT_SESSION_PASSWORD: 'canary-password-canary-password-32' })
    onTestFinished(server.stop)
    const page = await browser.newPage({ locale: 'en' })
    onTestFinished(() => page.close())
    const problems: string[] = []
    page.on('console', message => message.type() !== 'log' && !/status of 401/.test(message.text()) && problems.push(message.text()))
    await page.goto(`${server.url}/member`)
    await page.getByRole('heading', { name: 'Open this page in WeChat' }).waitFor()
    await page.getByRole('img', { name: 'QR code of this page' }).waitFor()
    expect(await page.locator('#member').count()).toBe(0)
    expect(problems).toEqual([])
  })

  it(`shows a refused sign-in in ${fixture === 'nuxt3' ? 'our words' : 'its own component\'s words'}, and other errors on its own error page`, async () => {
    const server = await app.start({ ...ACCOUNT, NUXT_WECHAT_API_BASE: 'http://127.0.0.1:1', NUXT_WECHAT_SITE_ORIGIN: 'http://127.0.0.1', NUXT_SESSION_PASSWORD: 'canary-password-canary-password-32' })
    onTestFinished(server.stop)
    const page = await browser.newPage({ locale: 'zh-CN' })
    onTestFinished(() => page.close())
    const problems: string[] = []
    page.on('console', message => message.type() !== 'log' && !/status of 40\d/.test(message.text()) && problems.push(message.text()))
    expect((await page.goto(`${server.url}/api/wx/callback?code=c&state=s`))?.status()).toBe(400)
    await page.getByText(fixture === 'nuxt3' ? '重新登录' : 'Our own words for oauth_state_invalid').waitFor()
    expect((await page.goto(`${server.url}/nowhere`))?.status()).toBe(404)
    await page.getByText(fixture === 'nuxt3' ? 'Our own error page: 404' : /not found/i).first().waitFor()
    expect(problems).toEqual([])
  })

  it('holds a card in Chromium, set on mount', async () => {
    await app.npm(['run', 'build'], { NUXT_WECHAT_SIMULATOR: 'true' })
    const server = await app.start()
    onTestFinished(server.stop)
    const { page, client, context } = await openWechat(browser, { platform: 'android' })
    onTestFinished(() => context.close())
    const problems: string[] = []
    page.on('console', message => ['error', 'warning'].includes(message.type()) && problems.push(message.text()))
    await page.goto(server.url)
    await client.waitFor(({ cards }) => JSON.stringify(cards).includes('A card of another app'), { timeout: 60_000 })
    await expect.poll(() => page.locator('#status').textContent().then(text => text?.trim())).toBe('set')
    expect(problems.filter(text => !text.includes('ERR_FAILED'))).toEqual([])
  })

  it.runIf(fixture === 'nuxt4')('keeps its users in its own database, as docs/users.md shows, and refuses one that is banned there', async () => {
    const docs = await readFile('docs/users.md', 'utf8')
    expect(docs).toContain(await readFile('tests/adopters/nuxt4/server/plugins/users.ts', 'utf8'))
    const server = await app.start()
    onTestFinished(server.stop)
    const { host } = new URL(server.url)
    const signIn = async (user: CookieJar, name: string) => {
      const { headers: { location = '' } } = await user.go('/api/wx/login?scope=snsapi_base')
      const consent = await user.go(`${location.replace(/#.*/, '')}&simulator_user=${name}`)
      const { pathname, search } = new URL(String(consent.headers.location))
      return (await user.go(pathname + search)).status
    }
    const ids: unknown[] = []
    for (const name of ['mei', 'panda', 'mei']) {
      const user = new CookieJar(() => server.url, host)
      expect(await signIn(user, name)).toBe(303)
      ids.push(JSON.parse((await user.go('/api/wx/user')).text).id)
    }
    expect(ids).toEqual([1, 2, 1])
    const ban = 'const { createClient } = await import("@libsql/client"); await createClient({ url: "file:users.db" }).execute("UPDATE users SET banned = 1 WHERE id = 2")'
    await run(process.execPath, ['--input-type=module', '--eval', ban], { cwd: app.folder })
    expect(await signIn(new CookieJar(() => server.url, host), 'panda')).toBe(403)
  })

  it('has the simulator\'s desk in development without an account, and a card in it, at the first start and without a reload', async () => {
    const server = await app.dev()
    onTestFinished(server.stop)
    const page = await browser.newPage({ locale: 'en' })
    onTestFinished(() => page.close())
    await page.goto(`${server.url}/__wechat`, { waitUntil: 'load' })
    const phone = page.frameLocator('iframe').first()
    await phone.getByRole('heading', { name: 'Bare' }).waitFor({ timeout: 120_000 })
    await phone.locator('#status', { hasText: 'set' }).waitFor({ timeout: 120_000 })
    expect(server.output()).not.toMatch(/optimized dependencies changed|new dependencies optimized/i)
  })

  it('is examined by the doctor, which needs no build', async () => {
    const { stdout } = await run('npx', ['nuxt-wechat', 'doctor', '--json', '--lang', 'en'], { cwd: app.folder, env: { PATH: process.env.PATH, NUXT_WECHAT_API_BASE: 'http://127.0.0.1:1', ...ACCOUNT } }).catch((failure: { stdout: string }) => failure)
    const { ok, checks } = JSON.parse(stdout)
    expect(ok).toBe(false)
    expect(checks).toContainEqual(expect.objectContaining({ id: 'reach', status: 'failed', code: 'wechat_unreachable' }))
    expect(stdout).not.toContain('canary')
  })

  it('gets the same by a git address, and type-checks', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'git-host-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const host = await startGitHost(folder)
    onTestFinished(host.stop)
    await app.npm(['uninstall', 'nuxt-wechat'])
    await app.extend('[\'github:someone/nuxt-wechat\', { install: true }]')
    await app.npm(['run', 'build'], host.env)
    await expectOnlyTheLayer(app)
    expect(await app.typecheck(host.env)).not.toMatch(/error TS/)
  })
})

it('a fresh clone that nothing has prepared builds its demo', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clone-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await run('git', ['clone', '--quiet', process.cwd(), folder])
  await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
  await run(process.execPath, ['scripts/build.mjs', '.demo', '--simulator'], { cwd: folder, env: { PATH: process.env.PATH }, maxBuffer: 64 * 1024 * 1024 })
  expect(await readdir(join(folder, '.demo/output/server'))).toContain('index.mjs')
})

it.each(['nuxt3', 'nuxt4'] as const)('a %s app that extends the folder of a checkout, never prepared, builds, type-checks and gets no page of the demo', async (fixture) => {
  const app = await createWorkspaceApp(fixture)
  onTestFinished(app.remove)
  await app.npm(['run', 'build'])
  await expectOnlyTheLayer(app)
  expect(await app.typecheck()).not.toMatch(/error TS/)
})

async function expectOnlyTheLayer(app: BareApp): Promise<void> {
  const server = await app.start({ ...ACCOUNT, NUXT_WECHAT_API_BASE: 'http://127.0.0.1:1' })
  onTestFinished(server.stop)
  expect((await fetch(`${server.url}/api/wx/health`)).headers.get('cache-control')).toBe('private, no-store')
  for (const path of ['/articles', '/device', '/profile', '/__wechat', '/favicon.svg', '/avatar.svg'])
    expect((await fetch(server.url + path)).status, path).toBe(404)
  const html = await (await fetch(server.url)).text()
  expect(html).toContain('<h1>Bare</h1>')
  expect(html).not.toMatch(/weui|viewport-fit|format-detection|nuxt-wechat/)
  const files = await app.readPublicFiles()
  for (const [name, text] of files)
    expect(/weui-|__wechat/.test(text), name).toBe(false)
  // Words of the connection with WeChat, and of the sign-in gate: no page names their files, so that none loads them outside WeChat.
  const lazy = [...files].filter(([, text]) => /server unreachable|Open this page in WeChat/.test(text)).map(([name]) => name)
  expect(lazy.length).toBeGreaterThan(1)
  expect(lazy.filter(name => html.includes(name))).toEqual([])
}
