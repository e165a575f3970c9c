import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testUsers } from '../../modules/wechat-simulator/api/test-users'
import { launchChromium } from '../../modules/wechat-simulator/playwright'
import { startApp, type App } from '../app'

const [mei, panda] = testUsers

let browser: Browser
let app: App
let context: BrowserContext
let page: Page
let view: FrameLocator

beforeAll(async () => {
  browser = await launchChromium()
  app = await startApp({ build: 'simulator' })
})

beforeEach(async () => {
  context = await browser.newContext({ locale: 'en-US' })
  page = await context.newPage()
  await page.goto(`${app.url}/__wechat`)
  // The address follows the page that loads first.
  await holdsCard('/')
  const address = page.getByRole('textbox')
  await address.fill('/profile')
  await address.press('Enter')
  view = page.frameLocator('iframe')
  await holdsCard('/profile')
})

afterEach(() => context.close())

afterAll(async () => {
  await browser.close()
  await app.stop()
})

const webView = () => page.frames().find(frame => frame !== page.mainFrame())

/** The address that the web view shows. */
const address = () => webView()?.url()

/** Waits until a page holds its card: until then its buttons do nothing yet. */
async function holdsCard(path: string): Promise<void> {
  const link = () => webView()?.evaluate(() => window.__wechatSimulator?.state.cards.chat?.link).catch(() => undefined)
  await expect.poll(link, { timeout: 20_000 }).toBe(app.url + path)
}

async function reload(): Promise<void> {
  const navigated = page.waitForEvent('framenavigated', frame => frame !== page.mainFrame())
  await page.getByRole('button', { name: 'Reload' }).click()
  await navigated
  await holdsCard('/profile')
}

async function consent(openid: string): Promise<void> {
  await view.getByRole('button', { name: 'Sign in with name and picture' }).click()
  await view.getByRole('radio', { name: openid }).check()
  await view.getByRole('button', { name: 'Allow' }).click()
}

describe('on the profile page in WeChat', () => {
  it('a person who is signed out agrees, comes back signed in, is still so after a reload, and signs out', async () => {
    await view.getByText('Not signed in').waitFor()
    await consent(panda?.openid ?? '')
    await view.getByText('Signed in with name and picture.').waitFor()
    await view.getByText(panda?.nickname ?? '').waitFor()
    await view.getByText(panda?.openid ?? '').waitFor()
    expect(address()).toBe(`${app.url}/profile`)

    await reload()
    await view.getByText(panda?.nickname ?? '').waitFor()

    await view.getByRole('button', { name: 'Sign out' }).click()
    await view.getByText('Not signed in').waitFor()
    await reload()
    await view.getByText('Not signed in').waitFor()
  })

  it('the first HTML shows the visitor already, for no cache', async () => {
    await consent(mei.openid)
    await view.getByText('Signed in with name and picture.').waitFor()
    const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    const response = await fetch(`${app.url}/profile`, { headers: { Cookie: cookies } })
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    const html = await response.text()
    expect(html).toContain(mei.openid)
    expect(html).toContain(mei.nickname)
  })

  it('signing in silently asks nothing and tells the openid alone', async () => {
    await view.getByRole('button', { name: 'Sign in silently' }).click()
    await view.getByText('Signed in silently.').waitFor()
    await view.getByRole('button', { name: 'Add name and picture' }).waitFor()
    expect(address()).toBe(`${app.url}/profile`)
  })

  it('who refuses sees a page that says so, and the address keeps no state', async () => {
    await view.getByRole('button', { name: 'Sign in with name and picture' }).click()
    await view.getByRole('button', { name: 'Refuse' }).click()
    await view.getByText('You did not agree').waitFor()
    expect(address()).toBe(`${app.url}/api/wx/callback`)
    await view.getByRole('link', { name: 'Start again' }).click()
    await view.getByRole('button', { name: 'Allow' }).waitFor()
  })

  it('the user of a snapshot page is told how to open the full page', async () => {
    await consent('oSim-snapshot-0000000000')
    await view.getByText('使用完整服务').waitFor()
    expect((await context.cookies()).some(({ name }) => name === 'wechat-visitor')).toBe(false)
  })
})
