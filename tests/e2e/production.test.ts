import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, mkdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send, startApp, type App } from '../app'
import { endWithTests } from '../children'
import { freePort } from '../free-port'

let app: App

beforeAll(async () => {
  app = await startApp({ env: { NUXT_WECHAT_METRICS_PATH: '/metrics', NUXT_WECHAT_TRUSTED_PROXIES: '127.0.0.1' } })
})

afterAll(() => app.stop())

it.each(['/', '/nothing', '/profile', '/picture.png'])('%s says that its type is its type, and not what made it', async (path) => {
  const { headers } = await send(app.url, path, { headers: { Accept: 'text/html' } })
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers).not.toHaveProperty('x-powered-by')
})

it.each(['gzip', 'br'])('scripts come compressed by %s', async (encoding) => {
  const { text } = await send(app.url, '/')
  const files = text.match(/\/_nuxt\/[\w-]+\.js/g) ?? []
  expect(files.length).toBeGreaterThan(1)
  const encodings = await Promise.all([...new Set(files)].map(async file => (await send(app.url, file, { headers: { 'Accept-Encoding': encoding } })).headers['content-encoding']))
  expect(encodings).toContain(encoding)
})

it.each(['/%6detrics', '/metrics/', '/%2Fmetrics', '//metrics', '/./metrics', '/METRICS'])('%s, which a rule of a proxy does not know, shows no metrics', async (path) => {
  expect((await send(app.url, path)).text).not.toContain('wechat_renewals_total')
})

it.each(['locale={"__proto__":1}', 'wechat-auth-tried={"__proto__":1}', 'locale=%7B%22constructor%22%3A%7B%22prototype%22%3A1%7D%7D', 'locale=%', 'x={"__proto__":1}'])('the cookie %s leaves no line in the log', async (Cookie) => {
  const before = app.output()
  for (const path of ['/', '/profile', '/articles', '/nothing']) {
    for (const agent of ['Mozilla/5.0', 'MicroMessenger/8.0.50'])
      await send(app.url, path, { headers: { 'Cookie': Cookie, 'User-Agent': agent } })
  }
  expect(app.output()).toBe(before)
})

describe('an X-Forwarded-Host', () => {
  const config = async (page: string, headers: Record<string, string>) => JSON.parse((await send(app.url, `/api/wx/config?url=${encodeURIComponent(page)}`, { headers })).text).data.code
  it.each([
    ['that a proxy passes through beside the browser\'s own Host is not believed', 'm.example.com', 'evil.example', 'evil.example', 'url_host_not_allowed'],
    ['that a proxy passes through beside the browser\'s own Host does no harm', 'm.example.com', 'evil.example', 'm.example.com', 'wechat_not_configured'],
    ['that a proxy sets beside its name of this server is believed', '127.0.0.1:3000', 'm.example.com', 'm.example.com', 'wechat_not_configured'],
    ['to which proxies append counts by its end', 'app:3000', 'evil.example, m.example.com', 'm.example.com', 'wechat_not_configured'],
    ['to which proxies append does not count by its beginning', 'app:3000', 'evil.example, m.example.com', 'evil.example', 'url_host_not_allowed'],
  ])('%s', async (_, Host, forwarded, page, code) => {
    expect(await config(`https://${page}/`, { Host, 'X-Forwarded-Host': forwarded })).toBe(code)
  })
})

it('npm start ends with its server on SIGTERM', async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const folder = await mkdtemp(join(tmpdir(), 'nuxt-wechat-start-'))
  await cp(join(root, 'package.json'), join(folder, 'package.json'))
  await cp(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true })
  await mkdir(join(folder, '.output'))
  await symlink(join(root, '.test/plain/output/server'), join(folder, '.output/server'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const npm = endWithTests(spawn('npm', ['start'], { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, HOST: '127.0.0.1', PORT: String(port), NUXT_WECHAT_SHUTDOWN_DELAY: '0' }, stdio: 'ignore' }))
  const isThere = () => send(url, '/').then(({ status }) => status, () => 0)
  await expect.poll(isThere).toBe(200)
  const ended = once(npm, 'close')
  npm.kill('SIGTERM')
  await ended
  expect(await isThere()).toBe(0)
  await rm(folder, { recursive: true })
})
