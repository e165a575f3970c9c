import { describe, expect, it } from 'vitest'
import { cardOf, status, useAppInWechat } from './app-in-wechat'

const SITE = 'https://m.example.com'
const app = useAppInWechat({ NUXT_PUBLIC_WECHAT_SDK_URLS: '', NUXT_WECHAT_SITE_ORIGIN: SITE })

describe.each(['ios', 'android', 'pc', 'devtools'] as const)('in WeChat on %s', (platform) => {
  it('each page has its own card through three navigations, the signature verified each time', async () => {
    const { page, client } = await app.open('/articles?from=timeline&isappinstalled=0#top', { platform })
    const landing = page.url().split('#')[0]
    const cards = []
    for (const link of [undefined, 'main a[href^="/articles/"]', 'a[rel="next"]', 'a[rel="next"]']) {
      if (link) {
        const before = page.url()
        await page.locator(link).first().click()
        await page.waitForURL(url => url.href !== before)
      }
      const here = page.url().split('#')[0] ?? ''
      // Without the parameters that WeChat adds to an address.
      const shared = here.replace('?from=timeline&isappinstalled=0', '')
      const { cards: held, configurations } = await client.waitFor(({ cards }) => cards.chat?.link === shared && cards.moments?.link === shared)
      await status(page, 'set').waitFor()
      const { title, desc, imgUrl, link: ogLink } = await cardOf(page)
      expect(held.chat).toMatchObject({ title, desc, imgUrl, link: shared })
      expect(held.moments).toMatchObject({ title, imgUrl, link: shared })
      expect(ogLink).toBe(shared)
      expect(configurations.every(({ ok }) => ok)).toBe(true)
      expect(configurations.at(-1)?.checkedUrl).toBe(platform === 'ios' ? landing : here)
      cards.push(title)
    }
    expect(new Set(cards).size).toBe(4)
    expect((await client.state()).configurations).toHaveLength(platform === 'ios' ? 1 : 4)
  })

  it('the card of the page is back when the user goes back', async () => {
    const { page, client } = await app.open('/articles', { platform })
    await page.locator('main a[href^="/articles/"]').first().click()
    await page.waitForURL('**/articles/*')
    await client.waitFor(({ cards }) => cards.chat?.link === page.url())
    await page.goBack()
    await client.waitFor(({ cards }) => cards.chat?.link === `${app.url}/articles`)
    await status(page, 'set').waitFor()
  })

  it('a shared card reaches the chat with title, description and picture', async () => {
    const { page, client } = await app.open('/articles', { platform })
    await status(page, 'set').waitFor()
    const { title, desc, imgUrl } = await cardOf(page)
    expect((await client.tapShare('chat')).card).toMatchObject({ title, desc, imgUrl })
  })
})

describe('in WeChat', () => {
  it('of pages that are left at once only the last one\'s card remains', async () => {
    const { page, client } = await app.open('/articles', { platform: 'android', bridge: { lateBy: 500 } })
    for (const link of ['main a[href^="/articles/"]', 'a[rel="next"]', 'a[rel="next"]']) {
      const before = page.url()
      await page.locator(link).first().click()
      await page.waitForURL(url => url.href !== before)
    }
    await status(page, 'set').waitFor()
    expect((await client.cards()).chat?.link).toBe(page.url())
  })

  it('a client that knows the old calls only shows the card too', async () => {
    const { page, client } = await app.open('/articles', { platform: 'android', oldClient: true })
    await status(page, 'set').waitFor()
    const { title, desc, imgUrl } = await cardOf(page)
    expect((await client.tapShare('chat')).card).toMatchObject({ title, desc, imgUrl })
    expect((await client.tapShare('moments')).card).toMatchObject({ title, imgUrl })
  })

  it('a client that checks the other URL than its platform does is given the other, once, and then always', async () => {
    const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50'
    const { page, client } = await app.open('/articles', {
      platform: 'android',
      prepare: ({ page }) => page.addInitScript(agent => Object.defineProperty(navigator, 'userAgent', { get: () => agent }), iPhone),
    })
    await status(page, 'set').waitFor()
    for (const link of ['main a[href^="/articles/"]', 'a[rel="next"]']) {
      const before = page.url()
      await page.locator(link).first().click()
      await page.waitForURL(url => url.href !== before)
      await client.waitFor(({ cards }) => cards.chat?.link === page.url())
    }
    expect((await client.state()).configurations.map(({ ok }) => ok)).toEqual([true, false, true, true])
  })

  it('the page\'s own link carries neither the code and state of OAuth nor the hash', async () => {
    const { client } = await app.open('/articles?a=1&code=abc&state=xyz&b=2#x', { platform: 'ios' })
    await client.waitFor(({ cards }) => cards.chat?.link === `${app.url}/articles?a=1&b=2`)
  })
})

describe('a bridge', () => {
  it('that comes late works', async () => {
    const { page, client } = await app.open('/articles', { platform: 'ios', bridge: { lateBy: 3000 } })
    await status(page, 'configuring').waitFor()
    await status(page, 'set').waitFor()
    expect((await client.cards()).chat?.link).toBe(page.url())
  })

  it('that never comes makes the page say so, in time', async () => {
    const { page } = await app.open('/articles', {
      platform: 'android',
      bridge: 'never',
      prepare: ({ page }) => page.clock.install(),
    })
    await status(page, 'configuring').waitFor()
    await page.clock.runFor(15_000)
    await status(page, 'failed').waitFor()
    expect(await status(page, 'failed').textContent()).toContain('config:timeout')
  })
})

describe('outside WeChat', () => {
  it('a page asks no server, loads no script and reports no error', async () => {
    const asked: string[] = []
    const errors: string[] = []
    const page = await app.openOutside('/articles', (page) => {
      page.on('request', request => asked.push(request.url()))
      page.on('console', message => message.type() === 'error' && errors.push(message.text()))
      page.on('pageerror', error => errors.push(error.message))
    })
    await page.waitForLoadState('networkidle')
    await status(page, 'unsupported').waitFor()
    await page.locator('main a[href^="/articles/"]').first().click()
    await page.waitForURL('**/articles/*')
    await status(page, 'unsupported').waitFor()
    expect(asked.filter(url => /\/api\/|jweixin|weixin/.test(url))).toEqual([])
    expect(asked.every(url => url.startsWith(app.url))).toBe(true)
    expect(errors).toEqual([])
    expect(await page.evaluate(() => 'wx' in window || 'jWeixin' in window)).toBe(false)
  })

  it('other apps see the same card in the first HTML', async () => {
    const html = await (await fetch(`${app.url}/articles/second?code=a&state=b&c=d`)).text()
    expect(html).toMatch(/<meta property="og:title" content="[^"]+">/)
    expect(html).toMatch(/<meta property="og:description" content="[^"]+">/)
    expect(html).toMatch(new RegExp(`<meta property="og:image" content="${SITE}/[^"]+\\.png">`))
    expect(html).toContain(`<meta property="og:url" content="${SITE}/articles/second?c=d">`)
  })
})
