import { readdir, readFile } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { runApp, send, startApp, type App } from '../app'
import { canaries } from '../build'
import { readLog } from '../log-lines'

let app: App | undefined

afterEach(() => app?.stop())

describe('the start', () => {
  it.each([
    ['NUXT_WECHAT_APPID', 'wxcanary12345678'],
    ['NUXT_WECHAT_APP_SECRET', 'canary'],
    ['NUXT_WECHAT_STORAGE', 'canary'],
    ['NUXT_WECHAT_JS_DOMAINS', 'https://canary.example.com/'],
    ['NUXT_PUBLIC_WECHAT_SDKURLS', 'canary'],
    ['NUXT_WECHAT_METRICS_PATH', 'canary'],
    ['NUXT_WECHAT_SIMULATOR', 'true'],
  ])('is stopped by %s=%s with one line that names the variable and not its value', async (name, value) => {
    const { code, output } = await runApp({ env: { [name]: value } })
    expect(code).toBe(1)
    expect(output).toContain(name)
    expect(output).not.toContain('canary')
    expect(output.trim().split('\n')).toHaveLength(1)
    expect(readLog(output)).toMatchObject([{ level: 'error', event: 'configuration_invalid', message: expect.stringContaining(name) }])
  })

  it('goes on without an account, says so loudly once, and the configuration answers wechat_not_configured', async () => {
    app = await startApp()
    const own = encodeURIComponent(`${app.url}/`)
    for (let request = 0; request < 3; request++) {
      const { status, text } = await send(app.url, `/api/wx/config?url=${own}`)
      expect([status, JSON.parse(text).data.code]).toEqual([503, 'wechat_not_configured'])
    }
    expect((await send(app.url, '/')).status).toBe(200)
    expect(app.output().match(/NOT CONFIGURED/g)).toHaveLength(1)
    expect(readLog(app.output())).toMatchObject([{ level: 'error', event: 'not_configured' }])
  })

  it.each<Record<string, string>>([{}, { NUXT_WECHAT_STORAGE: 'redis://127.0.0.1:1' }])('ends with one line and code 1 where the port is taken, with %j', async (env) => {
    app = await startApp()
    const { port } = new URL(app.url)
    const { code, output } = await runApp({ env: { NUXT_WECHAT_APP_ID: 'wx1234567890abcdef', NUXT_WECHAT_APP_SECRET: 'x'.repeat(32), NUXT_WECHAT_API_BASE: 'http://127.0.0.1:1', ...env, PORT: port } })
    expect(code).toBe(1)
    const lines = output.trim().split('\n').map(line => JSON.parse(line))
    expect(lines.filter(({ event }) => event === 'listen_failed')).toMatchObject([{ level: 'error', code: 'EADDRINUSE', message: expect.stringMatching(/^Cannot listen: .*Check PORT and HOST\.$/) }])
    expect(output).not.toContain('    at ')
  })

  it('takes variables that are set but empty for unset, in either build', async () => {
    const empty = Object.fromEntries(['APP_ID', 'TOKEN_ENDPOINT', 'STORAGE', 'API_BASE', 'OPEN_BASE', 'RATE_LIMIT', 'SHUTDOWN_DELAY', 'SIMULATOR'].map(name => [`NUXT_WECHAT_${name}`, '']))
    empty.NUXT_SESSION_PASSWORD = ''
    app = await startApp({ build: 'simulator', env: empty })
    const { url } = app
    await expect.poll(async () => (await send(url, '/api/wx/health')).status).toBe(200)
    await app.stop()
    app = await startApp({ env: empty })
    expect(readLog(app.output())).toMatchObject([{ event: 'not_configured' }])
  })

  it('tells which half of the account is missing', async () => {
    app = await startApp({ env: { NUXT_WECHAT_APP_ID: 'wx1234567890abcdef' } })
    expect(app.output()).toMatch(/NOT CONFIGURED: set NUXT_WECHAT_APP_SECRET\b/)
  })
})

describe('the domain ownership file', () => {
  it('answers its code as text, leading zeros included, and no other', async () => {
    app = await startApp({ env: { NUXT_WECHAT_VERIFY_CODE: '0012345,aBcDeF' } })
    for (const code of ['0012345', 'aBcDeF']) {
      const { status, headers, text } = await send(app.url, `/MP_verify_${code}.txt`)
      expect([status, text]).toEqual([200, code])
      expect(headers['content-type']).toMatch(/^text\/plain/)
    }
    expect((await send(app.url, '/MP_verify_other.txt')).status).toBe(404)
  })
})

describe('a production build', () => {
  /** Every file below a folder of the build, as text. */
  async function readOutput(build: 'plain' | 'simulator', folder: 'public' | 'server'): Promise<Map<string, string>> {
    const base = new URL(`../../.test/${build}/output/${folder}/`, import.meta.url)
    const names = await readdir(base, { recursive: true, withFileTypes: true })
    const files = names.filter(entry => entry.isFile() && !entry.parentPath.includes('node_modules')).map(entry => `${entry.parentPath}/${entry.name}`)
    return new Map(await Promise.all(files.map(async file => [file, await readFile(file, 'latin1')] as const)))
  }

  const simulatorWords = /__wechat|wechat-simulator|wechatSimulator|preVerifyJSAPI:fail|WeixinJSBridge\s*=/

  it('without the simulator holds no byte of it', async () => {
    for (const folder of ['public', 'server'] as const) {
      for (const [file, text] of await readOutput('plain', folder))
        expect(simulatorWords.test(text), file).toBe(false)
    }
  })

  it('with the simulator holds it, so that the search above can find something', async () => {
    const texts = [...(await readOutput('simulator', 'server')).values()]
    expect(texts.some(text => simulatorWords.test(text))).toBe(true)
  })

  it('holds nothing of the environment that it was built in', async () => {
    for (const folder of ['public', 'server'] as const) {
      for (const [file, text] of await readOutput('plain', folder)) {
        for (const value of Object.values(canaries))
          expect(text.includes(value), file).toBe(false)
      }
    }
  })
})
