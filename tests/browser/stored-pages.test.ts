import { expect, describe, it } from 'vitest'
import { send } from '../app'
import { signIn, useFixturePages } from './fixture-pages'

declare global {
  interface Window {
    /** Nuxt's own, once the app has begun. */
    useNuxtApp?: () => { isHydrating?: boolean, $router: { push: (path: string) => unknown } }
  }
}

const ORIGIN = 'https://m.example.com'
const app = useFixturePages({ env: { NUXT_WECHAT_SITE_ORIGIN: ORIGIN } })
const WECHAT = 'Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.53'

const tag = (html: string, name: string) => new RegExp(`<meta property="og:${name}" content="([^"]*)"`).exec(html)?.[1]

describe.each(['/prerendered', '/cached'])('the page %s, kept for all visitors', (path) => {
  it('shows who is signed in, once the browser has asked, and hydrates cleanly', async () => {
    const { page, problems } = await app.open(path, signIn)
    await expect.poll(() => page.locator('#user').textContent()).toContain('Li')
    expect(problems).toEqual([])
  })

  it('shows that nobody is signed in, once the browser has asked', async () => {
    const { page, problems } = await app.open(path)
    await expect.poll(() => page.locator('#user').textContent()).toContain('signed out')
    expect(problems).toEqual([])
  })

  it('holds nothing of a visitor, and no reason why there is none', async () => {
    const html = (await send(app.url, path, { headers: { 'Cookie': 'wechat-user=x', 'User-Agent': WECHAT } })).text
    expect(html).toContain('asking')
    expect(html).not.toMatch(/sign_in_not_configured|signed_out|signed out/)
  })

  it('shows who is signed in to a user who comes from another page', async () => {
    const { page } = await app.open('/', signIn)
    // Before it is hydrated the page has no router to be moved by.
    await page.waitForFunction(() => window.useNuxtApp?.().isHydrating === false)
    await page.evaluate((path) => {
      void window.useNuxtApp?.().$router.push(path)
    }, path)
    await page.waitForURL(`**${path}`)
    await expect.poll(() => page.locator('#user').textContent()).not.toContain('asking')
  })
})

it('a cached page is rendered once for all, also for those who are signed in', async () => {
  const [first, second] = [await send(app.url, '/cached?once'), await send(app.url, '/cached?once', { headers: { Cookie: 'wechat-user=x' } })]
  expect(first.headers['cache-control']).toMatch(/s-maxage/)
  expect(second.headers['last-modified']).toBe(first.headers['last-modified'])
  expect(second.text).toBe(first.text)
})

describe('a guarded page that is kept for all visitors', () => {
  it('is shown to who is signed in', async () => {
    const { page, problems } = await app.open('/cached-member', signIn)
    await page.locator('#member').waitFor()
    expect(problems).toEqual([])
  })

  it('outside WeChat gives way to the way into it', async () => {
    const { page, problems } = await app.open('/cached-member')
    await page.getByRole('heading', { name: 'Open this page in WeChat' }).waitFor()
    expect(await page.locator('#member').count()).toBe(0)
    expect(problems).toEqual([])
  })

  it('inside WeChat signs in silently, and comes back', async () => {
    const logins: string[] = []
    const { page } = await app.openInWechat('/cached-member', { platform: 'android' }, page => page.route('**/api/wx/login*', (route) => {
      logins.push(new URL(route.request().url()).search)
      return route.fulfill({ body: 'WeChat' })
    }))
    // Chromium may not close a page that is about to be another one.
    await page.getByText('WeChat', { exact: true }).waitFor()
    expect(logins).toEqual(['?scope=snsapi_base&redirect=%2Fcached-member'])
  })

  it('tells nobody that it is there for members, or which host asked first', async () => {
    const { text } = await send(app.url, '/cached-member', { headers: { Host: 'evil.example' } })
    expect(text).not.toMatch(/For members|evil\.example/)
  })
})

describe('the address of a card in the first HTML', () => {
  it.each(['/', '/cached'])('of %s begins with NUXT_WECHAT_SITE_ORIGIN, whatever the request says', async (path) => {
    const { text } = await send(app.url, `${path}?id=7&from=timeline&isappinstalled=0`, { headers: { 'Host': 'evil.example', 'X-Forwarded-Host': 'evil.example' } })
    expect(tag(text, 'url')).toBe(`${ORIGIN}${path}?id=7`)
    expect(tag(text, 'image')).toBe(`${ORIGIN}/cover.png`)
    expect(text).not.toContain('evil.example')
  })

  it('is left out, and so is a picture of this site, where none is configured and the request says anything', async () => {
    const bare = await app.start({})
    for (const path of ['/', '/cached', '/guarded']) {
      const { text } = await send(bare.url, path, { headers: { 'Host': 'evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https' } })
      expect([tag(text, 'url'), tag(text, 'image')], path).toEqual([undefined, undefined])
      expect(text, path).not.toMatch(/evil\.example|localhost|unknown\.invalid/)
    }
    expect(tag((await send(bare.url, '/')).text, 'title')).toBe('A page')
  })

  it.each([
    ['m.example.com', 'http://m.example.com/'],
    ['example.com', 'http://example.com/'],
    ['shop.example.net:8443', 'http://shop.example.net:8443/'],
    ['shop.example.net', undefined],
    ['evilexample.com', undefined],
    ['example.com.evil.example', undefined],
    ['example.com:8443', undefined],
  ])('with NUXT_WECHAT_JS_DOMAINS alone, asked as %s, is %s', async (host, url) => {
    const domains = await app.start({ NUXT_WECHAT_JS_DOMAINS: 'example.com, shop.example.net:8443' })
    expect(tag((await send(domains.url, '/', { headers: { Host: host } })).text, 'url')).toBe(url)
  })

  it('of a page that was prerendered without it is left out, and the build says so', async () => {
    const { text } = await send(app.url, '/prerendered')
    expect([tag(text, 'title'), tag(text, 'url'), tag(text, 'image')]).toEqual(['A page', undefined, undefined])
    if (app.buildOutput)
      expect(app.buildOutput.match(/\/prerendered is rendered for all visitors at once.*NUXT_WECHAT_SITE_ORIGIN/g)).toHaveLength(1)
  })
})

describe('in a mini program', () => {
  const miniProgram = { userAgent: `${WECHAT} miniProgram/wx1234567890abcdef` }

  it('a card is unsupported, and a guarded page starts no sign-in that cannot work there', async () => {
    const logins: string[] = []
    const { page } = await app.open('/', page => page.on('request', request => request.url().includes('/api/wx/login') && logins.push(request.url())), miniProgram)
    await page.locator('[data-status=unsupported]').waitFor()
    await page.goto(`${app.url}/guarded`)
    await page.getByRole('heading', { name: 'Open this page in WeChat' }).waitFor()
    expect(logins).toEqual([])
  })
})

describe('<WechatOpenTag>', () => {
  it('hydrates cleanly with its text as the page wrote it, attributes included', async () => {
    const { page, problems } = await app.open('/open-tag')
    await page.getByText('mounted').waitFor()
    const tag = page.locator('wx-open-launch-weapp')
    expect(await tag.locator('script[type="text/wxtag-template"]').evaluate(script => script.textContent)).toBe('<style>button { color: #07c160 }</style><button class="a">Open &amp; see 打开</button>')
    for (const [name, value] of Object.entries({ 'id': 'tag', 'appid': 'wx1234567890abcdef', 'path': 'pages/index?a=1&b=2', 'env-version': 'trial' }))
      expect(await tag.getAttribute(name), name).toBe(value)
    expect(problems).toEqual([])
  })

  it('passes on what WeChat says of it', async () => {
    const { page } = await app.open('/open-tag')
    await page.getByText('mounted').waitFor()
    await page.locator('wx-open-launch-weapp').evaluate((tag) => {
      tag.dispatchEvent(new CustomEvent('launch'))
      tag.dispatchEvent(new CustomEvent('error', { detail: { errMsg: ', launch fail' } }))
    })
    await expect.poll(() => page.locator('#launched').textContent()).toContain('launch, launch fail')
  })
})

describe('a page in WeChat that changes its address by itself', () => {
  it('shares the new one, and the old one after Back', async () => {
    const { page, client } = await app.openInWechat('/other?id=7', { platform: 'android' })
    await client.waitFor(({ cards }) => cards.chat?.link === `${app.url}/other?id=7`)
    await page.evaluate(() => history.pushState(history.state, '', '/other?id=8'))
    await client.waitFor(({ cards }) => cards.chat?.link === `${app.url}/other?id=8`)
    await page.goBack()
    await client.waitFor(({ cards }) => cards.chat?.link === `${app.url}/other?id=7`)
    expect((await client.state()).configurations.every(({ ok }) => ok)).toBe(true)
  })
})
