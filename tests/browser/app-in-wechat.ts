import type { Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { OpenWechatOptions, WebView } from '../../simulator/playwright'
import { startSimulator, type StandaloneSimulator } from '../../simulator/standalone'
import { startApp, type App } from '../app'
import { useWebViews } from './web-views'

interface OpenOptions extends Omit<OpenWechatOptions, 'simulator'> {
  /** Runs before the page is opened. */
  prepare?: (view: WebView) => Promise<unknown>
}

/** For one file of tests: the production app, WeChat's API beside it, a browser, and a fresh web view for each test. */
export function useAppInWechat(env: Record<string, string> = {}) {
  const views = useWebViews()
  let weChat: StandaloneSimulator
  let app: App

  beforeAll(async () => {
    weChat = await startSimulator()
    app = await startApp({ env: {
      NUXT_WECHAT_APP_ID: weChat.simulator.appId,
      NUXT_WECHAT_APP_SECRET: weChat.simulator.appSecret,
      NUXT_WECHAT_API_BASE: weChat.url,
      ...env,
    } })
  })

  afterAll(async () => {
    await app.stop()
    await weChat.close()
  })

  return {
    get url() {
      return app.url
    },
    /** Opens a page of the app in WeChat. */
    async open(path: string, { prepare, ...options }: OpenOptions): Promise<WebView> {
      const view = await views.wechat({ simulator: weChat.url, ...options })
      await prepare?.(view)
      await view.page.goto(app.url + path)
      return view
    },
    /** Opens a page of the app in an ordinary browser. */
    async openOutside(path: string, prepare?: (page: Page) => unknown): Promise<Page> {
      const page = await views.browser.newPage()
      await prepare?.(page)
      await page.goto(app.url + path)
      return page
    },
  }
}

export const status = (page: Page, value: string) => page.locator(`main [data-status="${value}"]`)

/** The card that the page asks for, as its Open Graph tags say it too. */
export async function cardOf(page: Page) {
  const read = (property: string) => page.locator(`meta[property="og:${property}"]`).getAttribute('content')
  return { title: await read('title'), desc: await read('description'), imgUrl: await read('image'), link: await read('url') }
}
