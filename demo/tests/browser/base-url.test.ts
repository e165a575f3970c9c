import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send, startApp, type App } from '../../../tests/app'
import { buildWith } from '../../../tests/build'
import { CookieJar } from '../../../tests/cookies'
import { freePort } from '../../../tests/free-port'
import { useWebViews } from '../../../tests/browser/web-views'

const web = useWebViews()
let app: App
/** Without the base. */
let site: string

beforeAll(async () => {
  await buildWith({ NUXT_APP_BASE_URL: '/h5/' }, 'base', '--simulator')
  const PORT = String(await freePort())
  app = await startApp({ build: 'base', env: { PORT, NUXT_WECHAT_VERIFY_CODE: 'aBcDeF', NUXT_WECHAT_METRICS_PATH: '/metrics', NUXT_WECHAT_JS_DOMAINS: `127.0.0.1:${PORT},m.example.com/shop` } })
  site = new URL(app.url).origin
})

afterAll(() => app.stop())

const browser = () => new CookieJar(() => site, new URL(site).host)
const inWechat = { 'User-Agent': 'MicroMessenger/8.0.50', 'Accept': 'text/html' }

describe('an app that is built for /h5/', () => {
  it('answers its routes there, and its ownership file at the domain\'s root, at its own and in a JS domain\'s folder', async () => {
    await expect.poll(async () => (await send(site, '/h5/api/wx/health')).status).toBe(200)
    const { status, headers } = await send(site, '/h5/api/wx/user')
    expect([status, headers['cache-control'], headers['x-content-type-options']]).toEqual([401, 'private, no-store', 'nosniff'])
    for (const folder of ['', '/h5', '/shop'])
      expect((await send(site, `${folder}/MP_verify_aBcDeF.txt`)).text).toBe('aBcDeF')
    expect((await send(site, '/MP_verify_other.txt')).status).not.toBe(200)
    expect((await send(site, '/h5/metrics')).text).toContain('wechat_requests_total{route="/api/wx/user",code="signed_out"} 1')
    expect((await send(site, '/h5/%6detrics')).status).toBe(404)
  })

  it.each([
    ['/h5/api/wx/login?scope=snsapi_base&redirect=%2Fprofile', '/h5/profile'],
    ['/h5/api/wx/login?scope=snsapi_base&redirect=%2Fh5%2Fprofile%3Ftab%3D1', '/h5/profile?tab=1'],
    ['/h5/api/wx/login?scope=snsapi_base&redirect=%2Fh5x', '/h5/h5x'],
    ['/h5/api/wx/login?scope=snsapi_base', '/h5/'],
  ])('%s goes by WeChat\'s page and its own callback to %s', async (begin, end) => {
    const user = browser()
    const { headers: { location } } = await user.go(begin)
    expect(location).toMatch(/^\/h5\/__wechat\/connect\/oauth2\/authorize\?/)
    expect(new URL(String(location), site).searchParams.get('redirect_uri')).toBe(`${site}/h5/api/wx/callback`)
    const consent = await user.go(String(location).replace(/#.*/, ''))
    const back = new URL(String(consent.headers.location))
    expect((await user.go(back.pathname + back.search)).headers.location).toBe(end)
    expect((await user.go('/h5/api/wx/user')).status).toBe(200)
  })

  it('says 404 for what does not exist, and leads to it from outside', async () => {
    expect((await send(site, '/h5/nothing')).status).toBe(404)
    expect((await send(site, '/h5/nothing', { headers: { Accept: 'text/html' } })).status).toBe(404)
    expect((await send(site, '/articles?a=1')).headers.location).toBe('/h5/articles?a=1')
  })

  it('no redirect to its base has a long head', async () => {
    const { headers } = await send(site, `/${'a'.repeat(6000)}`)
    expect(JSON.stringify(headers).length).toBeLessThan(1000)
  })

  it('its guard, its cards and its files carry it, in the first HTML', async () => {
    const { text } = await send(site, '/h5/articles/bare-link', { headers: inWechat })
    expect(text).toContain('<meta property="og:image" content="http://127.0.0.1:')
    expect(text).toMatch(/og:image" content="[^"]*\/h5\/cards\/bare-link\.png"/)
    expect(text).toContain('href="/h5/favicon.svg"')
    expect(text).toContain('src="/h5/__wechat/bridge.js"')
    const { text: list } = await send(site, '/h5/articles')
    expect(list).toContain('src="/h5/cards/')
    expect(list).not.toMatch(/(?:src|href)="\/(?!h5\/)/)
  })

  it('its pages are configured, hold a card with the base, and sign in and out in WeChat', async () => {
    const { page, client } = await web.wechat({ platform: 'ios', simulator: `${site}/h5/__wechat` })
    await page.goto(`${site}/h5/articles/bare-link`)
    const { cards } = await client.waitFor(({ cards }) => Boolean(cards.chat?.link), { timeout: 30_000 })
    expect(cards.chat).toMatchObject({ link: `${site}/h5/articles/bare-link`, imgUrl: `${site}/h5/cards/bare-link.png` })
    await page.goto(`${site}/h5/profile`)
    await page.getByRole('button', { name: /登录/ }).first().click()
    await page.waitForURL(/\/h5\/__wechat\/connect\/oauth2\/authorize/)
    await page.getByRole('button', { name: '允许' }).click()
    await page.waitForURL(`${site}/h5/profile`)
    await page.getByText('小梅').waitFor()
  })

  it('its desk opens its pages, and their card', async () => {
    const page = await web.browser.newPage({ locale: 'en-US' })
    const wrong: string[] = []
    page.on('response', response => response.status() >= 400 && !response.url().endsWith('favicon.ico') && wrong.push(response.url()))
    await page.goto(`${site}/h5/__wechat?page=/articles/bare-link`)
    const frame = page.frameLocator('iframe')
    await frame.locator('h1').first().waitFor({ timeout: 30_000 })
    await frame.getByText('WeChat holds this card').waitFor({ timeout: 30_000 })
    expect(wrong).toEqual([])
    await page.close()
  })

  it('a page\'s report of a refused configuration arrives', async () => {
    await fetch(`${site}/h5/__wechat/control/settings`, { method: 'POST', body: JSON.stringify({ jsDomains: ['other.example'] }) })
    const { page } = await web.wechat({ platform: 'android', simulator: `${site}/h5/__wechat` })
    await page.goto(`${site}/h5/`)
    await expect.poll(() => app.output()).toContain('page_refused')
    expect(app.output()).toContain('"path":"/h5/"')
  })
})
