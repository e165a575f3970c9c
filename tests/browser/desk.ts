import type { Browser, BrowserContext, BrowserContextOptions, Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { SIMULATOR_APP_ID, SIMULATOR_APP_SECRET } from '../../simulator/api/account/account'
import { launchChromium } from '../../simulator/playwright'
import { startApp, type App } from '../app'

type MenuItem = 'Send to chat' | 'Share on Moments' | 'Favourite' | 'Copy link' | 'Refresh' | 'Open in browser'
type Tab = 'Signature' | 'Checker' | 'Log' | 'Account' | 'Faults'

interface OpenOptions extends BrowserContextOptions {
  /** Runs before the desk is opened. */
  prepare?: (context: BrowserContext) => Promise<unknown>
}

/** For one file of tests: the app with the simulator built in, a browser, and the desk open for each test. */
export function useDesk(env: Record<string, string> = {}, launch: () => Promise<Browser> = launchChromium) {
  let browser: Browser
  let app: App

  beforeAll(async () => {
    browser = await launch()
    app = await startApp({ build: 'simulator', env })
  })

  afterEach(async () => {
    await Promise.all(browser.contexts().map(context => context.close()))
    await post('control/clear-faults', {})
  })

  afterAll(async () => {
    await browser.close()
    await app.stop()
  })

  async function post(path: string, body: object): Promise<Record<string, unknown>> {
    return (await fetch(`${app.url}/__wechat/${path}`, { method: 'POST', body: JSON.stringify(body) })).json()
  }

  return {
    get url() {
      return app.url
    },
    post,
    /** Opens the desk with a scenario, such as `?client=android&page=/articles`. */
    async open(scenario = '', { prepare, ...options }: OpenOptions = {}): Promise<Desk> {
      const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 }, ...options })
      await prepare?.(context)
      const page = await context.newPage()
      // Shorter than a test's own limit, so that a failure names what was waited for.
      page.setDefaultTimeout(60_000)
      await page.goto(`${app.url}/__wechat${scenario}`)
      return new Desk(page, app.url)
    },
    /** The app signs a page, as for any visitor. */
    fetchConfig: () => fetch(`${app.url}/api/wx/config?url=${encodeURIComponent(`${app.url}/`)}`),
    /** The ticket that the account has now. */
    async fetchTicket(): Promise<{ accessToken: string, ticket: string }> {
      const { access_token } = await post('cgi-bin/stable_token', { grant_type: 'client_credential', appid: SIMULATOR_APP_ID, secret: SIMULATOR_APP_SECRET })
      const answer = await (await fetch(`${app.url}/__wechat/cgi-bin/ticket/getticket?type=jsapi&access_token=${access_token}`)).json()
      return { accessToken: String(access_token), ticket: answer.ticket }
    },
  }
}

/** The simulator's page, as a user moves it. */
export class Desk {
  /** The page in the phone. */
  readonly view

  constructor(readonly page: Page, readonly url: string) {
    this.view = page.frameLocator('.phone iframe')
  }

  get frame(): Frame {
    const frame = this.page.frames().find(one => one !== this.page.mainFrame())
    if (!frame)
      throw new Error('The phone shows no page.')
    return frame
  }

  /** Waits until a page holds its card: until then its buttons do nothing yet. Gives its card's link. */
  async holdsCard(path: string): Promise<void> {
    const link = () => this.frame.evaluate(() => window.__wechatSimulator?.state.cards.chat?.link).catch(() => undefined)
    await expect.poll(link, { timeout: 60_000 }).toBe(this.url + path)
  }

  async menu(item: MenuItem): Promise<void> {
    await this.page.getByRole('button', { name: 'More', exact: true }).click()
    await this.page.getByRole('dialog').getByRole('button', { name: item }).click()
  }

  async refresh(): Promise<void> {
    const navigated = this.page.waitForEvent('framenavigated', frame => frame !== this.page.mainFrame())
    await this.menu('Refresh')
    await navigated
  }

  tab(name: Tab): Promise<void> {
    return this.page.getByRole('tab', { name }).click()
  }

  get panel() {
    return this.page.getByRole('tabpanel')
  }

  /** What was shared to a chat or to Moments. */
  shares(where: 'chat' | 'moments') {
    return this.page.locator(`.thread_${where} li button`)
  }

  async type(path: string): Promise<void> {
    const address = this.page.getByRole('textbox', { name: 'Address' })
    await address.fill(path)
    await address.press('Enter')
  }
}
