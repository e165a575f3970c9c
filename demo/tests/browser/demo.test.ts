import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type App } from '../../../tests/app'
import { cardOf, status } from '../../../tests/browser/app-in-wechat'
import { useWebViews } from '../../../tests/browser/web-views'
import { articles } from '../../content/articles'

const views = useWebViews()
let app: App

beforeAll(async () => {
  app = await startApp({ build: 'demo' })
})

afterAll(() => app.stop())

describe.each(['ios', 'android'] as const)('the demo in WeChat on %s', (platform) => {
  it('has a card of its own on each page, with a picture that is there', async () => {
    const { page, client } = await views.wechat({ platform })
    const titles = new Set()
    for (const path of ['/', '/articles', '/device', '/profile', ...articles.map(({ slug }) => `/articles/${slug}`)]) {
      await page.goto(app.url + path)
      const { cards: { chat } } = await client.waitFor(({ cards }) => cards.chat?.link === page.url() && cards.moments?.link === page.url())
      expect(chat?.title).toBe((await cardOf(page)).title)
      expect((await fetch(String(chat?.imgUrl))).headers.get('content-type')).toBe('image/png')
      titles.add(chat?.title)
    }
    expect(titles.size).toBe(4 + articles.length)
  })

  it('shows pictures, the place, the network and a code', async () => {
    const { page } = await views.wechat({ platform })
    await page.goto(`${app.url}/device`)
    await status(page, 'set').waitFor({ state: 'attached' })
    for (const [index, said] of ['', /\d+\.\d{5}/, /wifi/i, /example\.com/].entries()) {
      const panel = page.locator('section.device').nth(index)
      await panel.getByRole('button').first().click()
      const outcome = panel.locator('[data-state="done"]')
      await outcome.waitFor()
      expect(await outcome.textContent()).toMatch(said)
    }
    await expect.poll(() => page.locator('section.device img').first().evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  })
})

describe('the demo in a browser', () => {
  it('is off where only WeChat can answer, says why, and reports no error', async () => {
    const errors: string[] = []
    const page = await views.browser.newPage()
    page.on('console', message => message.type() === 'error' && errors.push(message.text()))
    await page.goto(`${app.url}/device`)
    await status(page, 'unsupported').waitFor()
    const buttons = page.locator('section.device button')
    expect(await buttons.evaluateAll(all => all.length === 4 && all.every(button => button instanceof HTMLButtonElement && button.disabled))).toBe(true)
    expect(errors).toEqual([])
  })

  it('speaks the browser\'s language until another is chosen, and is dark where the system is', async () => {
    const context = await views.browser.newContext({ locale: 'zh-CN', colorScheme: 'dark' })
    const page = await context.newPage()
    // Before it is hydrated a button does nothing.
    await page.goto(app.url, { waitUntil: 'networkidle' })
    expect(await page.evaluate(() => document.documentElement.lang)).toMatch(/^zh/)
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(17, 17, 17)')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Web pages at home in WeChat' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Web pages at home in WeChat' }).waitFor()
    await context.close()
  })

  it('says so where a page does not exist, and leads home', async () => {
    const page = await views.browser.newPage({ locale: 'en' })
    expect((await page.goto(`${app.url}/articles/nothing`))?.status()).toBe(404)
    await page.getByRole('button', { name: 'home' }).click()
    await page.waitForURL(`${app.url}/`)
    await page.close()
  })

  it('signs a user in, and out again', async () => {
    const { page, client } = await views.wechat({ platform: 'android', language: 'en' })
    // Before a page holds its card its buttons do nothing yet.
    const holdsCard = () => client.waitFor(({ cards }) => cards.chat?.link === page.url())
    await page.goto(`${app.url}/profile`)
    await holdsCard()
    await page.getByRole('button', { name: 'Sign in with name and picture' }).click()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.getByText('Signed in with name and picture.').waitFor()
    await holdsCard()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('Not signed in').waitFor()
  })
})
