import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { startSimulator, type StandaloneSimulator } from '../../simulator/standalone'
import type { OpenWechatOptions, WebView } from '../../simulator/playwright'
import { startApp, type App } from '../app'
import { buildWith } from '../build'
import { useWebViews } from './web-views'

/** For one file of tests: the fixture's app with this environment at its start, WeChat's API, and a browser. */
export function useFixturePages({ isHashMode = false, env = {} }: { isHashMode?: boolean, env?: Record<string, string> } = {}) {
  const build = isHashMode ? 'pages-in-hash-mode' : 'pages'
  const views = useWebViews()
  const apps: App[] = []
  let weChat: StandaloneSimulator
  let output: string | undefined

  async function start(env: Record<string, string>): Promise<App> {
    const app = await startApp({ build, env: {
      NUXT_WECHAT_APP_ID: weChat.simulator.appId,
      NUXT_WECHAT_APP_SECRET: weChat.simulator.appSecret,
      NUXT_WECHAT_API_BASE: weChat.url,
      NUXT_SESSION_PASSWORD: 'canary-password-canary-password-32',
      NUXT_PUBLIC_WECHAT_SDK_URLS: '',
      ...env,
    } })
    apps.push(app)
    return app
  }

  beforeAll(async () => {
    output = await buildWith({ HASH_MODE: String(isHashMode) }, build, '--app', 'tests/fixtures/pages')
    weChat = await startSimulator()
    await start(env)
  })

  afterAll(async () => {
    await Promise.all(apps.map(app => app.stop()))
    await weChat.close()
  })

  return {
    get url() {
      return apps[0]?.url ?? ''
    },
    /** What the build has printed; `undefined` where an earlier one was kept. */
    get buildOutput() {
      return output
    },
    start,
    async openInWechat(path: string, options: Omit<OpenWechatOptions, 'simulator'>, prepare?: (page: Page) => unknown): Promise<WebView> {
      const view = await views.wechat({ simulator: weChat.url, ...options })
      await prepare?.(view.page)
      await view.page.goto(apps[0]?.url + path)
      return view
    },
    /** Opens a page in an ordinary browser; what does not hydrate, and other errors, are kept. */
    async open(path: string, prepare?: (page: Page) => unknown, options: BrowserContextOptions = {}): Promise<{ page: Page, problems: string[] }> {
      const page = await views.browser.newPage({ locale: 'en', ...options })
      onTestFinished(() => page.close())
      const problems: string[] = []
      page.on('console', message => ['error', 'warning'].includes(message.type()) && !message.text().includes('status of 401') && problems.push(message.text()))
      page.on('pageerror', error => problems.push(error.message))
      await prepare?.(page)
      await page.goto(apps[0]?.url + path)
      return { page, problems }
    },
  }
}

/** The server says that this user is signed in, to whoever asks in the browser. */
export const signIn = (page: Page) => page.route('**/api/wx/user', route => route.fulfill({ json: { openid: 'oLi', nickname: 'Li', scope: 'snsapi_userinfo' } }))
