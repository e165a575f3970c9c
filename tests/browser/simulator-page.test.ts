import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchChromium } from '../../modules/wechat-simulator/playwright'
import { startApp, type App } from '../app'

let browser: Browser
let app: App
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
  app = await startApp({ build: 'simulator' })
})

beforeEach(async () => {
  page = await (await browser.newContext({ locale: 'en-US' })).newPage()
  await page.goto(`${app.url}/__wechat`)
})

afterAll(async () => {
  await browser.close()
  await app.stop()
})

describe('the simulator\'s page', () => {
  it.each(['iOS', 'Android', 'PC'])('shows the app in a client of %s, and the card of each of its pages', async (client) => {
    await page.getByRole('radio', { name: client }).check()
    const view = page.frameLocator('iframe')
    await view.locator('main a[href="/articles"]').click()
    await view.locator('main [data-status="set"]').waitFor()
    await view.locator('main a[href^="/articles/"]').first().click()
    await view.locator('h1').waitFor()
    const title = await view.locator('article h1').textContent()
    await view.locator('main [data-status="set"]').waitFor()
    await page.locator('aside').getByText(String(title)).first().waitFor()
  })

  it('opens the path that is typed, and refuses other sites', async () => {
    // The address follows the page that loads first.
    await page.frameLocator('iframe').locator('main [data-status="set"]').waitFor()
    const address = page.getByRole('textbox')
    await address.fill('/articles')
    await address.press('Enter')
    await page.frameLocator('iframe').locator('main a[href^="/articles/"]').first().waitFor()
    await address.fill('https://example.com/')
    await address.press('Enter')
    expect(await address.getAttribute('aria-invalid')).toBe('true')
  })

  it('leaves pages alone that are not opened through it', async () => {
    await page.goto(`${app.url}/articles`)
    await page.locator('main [data-status="unsupported"]').waitFor()
    expect(await page.evaluate(() => 'WeixinJSBridge' in window)).toBe(false)
  })
})
