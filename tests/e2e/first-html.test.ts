import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator, type StandaloneSimulator } from '../../simulator/standalone'
import { signJsapi } from '../../server/wechat/signing/signature'
import { send, startApp, type App } from '../app'

const ANDROID = 'Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.53'
const SITE = { 'User-Agent': ANDROID, 'Host': 'm.example.com', 'X-Forwarded-Proto': 'https' }

let weChat: StandaloneSimulator
const apps: App[] = []

async function start(env: Record<string, string> = {}): Promise<App> {
  const app = await startApp({ env: {
    NUXT_WECHAT_APP_ID: weChat.simulator.appId,
    NUXT_WECHAT_APP_SECRET: weChat.simulator.appSecret,
    NUXT_WECHAT_API_BASE: weChat.url,
    NUXT_WECHAT_JS_DOMAINS: 'example.com',
    ...env,
  } })
  apps.push(app)
  // Until a ticket is in memory.
  await send(app.url, `/api/wx/config?url=${encodeURIComponent('https://m.example.com/')}`)
  return app
}

beforeAll(async () => {
  weChat = await startSimulator()
  await start()
})

afterAll(async () => {
  await Promise.all(apps.map(app => app.stop()))
  await weChat.close()
})

async function open(path: string, headers: Record<string, string> = SITE, [app] = apps) {
  const { headers: answered, text } = await send(app?.url ?? '', path, { headers })
  const json = /<script type="application\/json" id="wechat-config">(.*?)<\/script>/.exec(text)?.[1]
  return { headers: answered, text, config: json === undefined ? undefined : JSON.parse(json) }
}

describe('a page that WeChat opens', () => {
  it.each([
    '/articles?from=timeline&isappinstalled=0',
    '/articles?q=%E4%B8%AD+%2f&b=%3C/script%3E',
    '/?q=!--|^{}`[]',
  ])('%s comes signed for its own URL, byte for byte', async (path) => {
    const { config, headers } = await open(path)
    expect(config.url).toBe(`https://m.example.com${path}`)
    const [ticket] = weChat.simulator.calls.flatMap(({ answer }) => answer && 'ticket' in answer ? [String(answer.ticket)] : [])
    expect(config.signature).toBe(signJsapi({ ...config, jsapiTicket: ticket }))
    expect(config.validForMs).toBeGreaterThan(0)
    expect(config.validForMs).toBeLessThanOrEqual(7_200_000)
    expect(headers['cache-control']).toBe('private, no-store')
  })

  it('names the JS-SDK and our own chunk, with what that imports, for the browser to load at once', async () => {
    const { text } = await open('/articles')
    expect(text).toContain('<link rel="preload" as="script" href="https://res.wx.qq.com/open/js/jweixin-1.6.0.js">')
    const preloaded = [...text.matchAll(/<link rel="modulepreload"[^>]* href="\/_nuxt\/([\w-]+\.js)"/g)].map(([, name = '']) => name)
    const chunks = await Promise.all(preloaded.map(async name => (await send(apps[0]?.url ?? '', `/_nuxt/${name}`)).text))
    const imported = [...(chunks.find(chunk => chunk.includes('WeixinOpenTagsError')) ?? '').matchAll(/from ?"\.\/([\w-]+\.js)"/g)].map(([, name]) => name)
    expect(imported).not.toEqual([])
    expect(preloaded).toEqual(expect.arrayContaining(imported))
  })

  it.each([
    ['/articles', ['updateAppMessageShareData', 'updateTimelineShareData', 'menu:share:appmessage', 'menu:share:timeline']],
    ['/device', expect.arrayContaining(['updateAppMessageShareData', 'geoLocation', 'scanQRCode'])],
  ])('%s says what it will ask WeChat for, all at once and by the names that the client knows', async (path, apis) => {
    expect((await open(path)).config.verifyJsApiList).toEqual(apis)
  })

  it('on a host that is no JS safe domain is not signed', async () => {
    expect((await open('/articles', { ...SITE, Host: 'evil.example' })).config).toBeUndefined()
  })

  it('behind a proxy that does not say how it was asked takes the scheme of the site\'s own origin', async () => {
    const app = await start({ NUXT_WECHAT_SITE_ORIGIN: 'https://m.example.com' })
    expect((await open('/', { 'User-Agent': ANDROID, 'Host': 'm.example.com' }, [app])).config.url).toBe('https://m.example.com/')
  })

  it('is not signed where NUXT_WECHAT_SIGN_HTML is false, and may be cached then', async () => {
    const { config, headers } = await open('/', SITE, [await start({ NUXT_WECHAT_SIGN_HTML: 'false' })])
    expect(config).toBeUndefined()
    expect(headers['cache-control']).toBeUndefined()
  })
})

describe('nothing of it is in the page', () => {
  it.each([
    ['of any other browser', ANDROID.replace(/ MicroMessenger.*/, '')],
    ['of WeCom, which takes another signature', `${ANDROID} wxwork/4.1.30`],
    ['of a mini program, which has no card', `${ANDROID} miniProgram/wx1234567890abcdef`],
  ])('%s', async (_name, agent) => {
    const { text } = await open('/articles', { ...SITE, 'User-Agent': agent })
    expect(text).not.toMatch(/wechat-config|as="script" href="https/)
  })

  it('that says what went wrong', async () => {
    const { text, config } = await open('/not-there', { ...SITE, Accept: 'text/html' })
    expect(text).toContain('<html')
    expect(config).toBeUndefined()
  })
})

it('while WeChat is away a page comes without a signature, and at once', async () => {
  const app = await startApp({ env: { NUXT_WECHAT_APP_ID: weChat.simulator.appId, NUXT_WECHAT_APP_SECRET: weChat.simulator.appSecret, NUXT_WECHAT_API_BASE: 'http://127.0.0.1:9', NUXT_WECHAT_JS_DOMAINS: 'example.com' } })
  apps.push(app)
  const { text, config } = await open('/articles', SITE, [app])
  expect(text).toContain('as="script"')
  expect(config).toBeUndefined()
})
