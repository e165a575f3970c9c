import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { bundleBridge } from './bundle-bridge'
import { type BridgeOptions, OPTIONS_KEY } from './bridge/client/options'
import { traitsOf } from './bridge/client/platforms'
import type { DeviceAnswer, Share, ShareTarget, WechatState } from './bridge/record/state'
import { findChromium } from './find-chromium'

/** Cookies and colours are the browser context's: `context.colorScheme`, `context.clearCookies()`. */
export interface OpenWechatOptions extends Omit<BridgeOptions, 'verifyUrl' | 'theme' | 'keepsCookies' | 'view'> {
  /** The address of a simulator that runs alone; default: the one that is built into the page's app. */
  simulator?: string
  /** Of the browser context, as Playwright takes them. */
  context?: BrowserContextOptions
}

/** The WeChat client around a page. */
export interface WechatClient {
  /** What the client knows of the page that is open now. */
  state(): Promise<WechatState>
  /** The share data that the client keeps. */
  cards(): Promise<WechatState['cards']>
  /** Settles once no answer of the bridge is outstanding, the bridge's own delay included. */
  whenIdle(): Promise<void>
  /** Settles with the first state for which `holds` is true, across navigations. Rejects after `timeout` ms (10,000) with the last state. */
  waitFor(holds: (state: WechatState) => boolean, options?: { timeout?: number }): Promise<WechatState>
  /** Shares by WeChat's menu, as a user would. */
  tapShare(to: ShareTarget): Promise<Share>
  /** Answers the oldest question to a user (see `asksUser`); without an answer the user cancels. */
  answer(answer?: DeviceAnswer): Promise<void>
}

const local = /^(127\.0\.0\.1|localhost|\[::1\])$/

/** Chromium or Chrome of this machine, or the one that `CHROMIUM_PATH` names, without its own requests to the internet. */
export const chromiumOptions = {
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
}

export function launchChromium(extraArgs: string[] = []): Promise<Browser> {
  return chromium.launch({ ...chromiumOptions, args: [...chromiumOptions.args, ...extraArgs] })
}

/** A web view of WeChat, and the client around it. */
export interface WebView {
  context: BrowserContext
  page: Page
  client: WechatClient
}

/** Opens web views of WeChat, which are closed after the test. */
export type OpenWebView = (options: OpenWechatOptions) => Promise<WebView>

/**
 * For `test.extend`, of Playwright's runner as of Vitest's (which needs a `browser` fixture beside it): gives a test
 * pages with WeChat's bridge.
 *
 * ```ts
 * const test = base.extend<{ wechat: OpenWebView }>(wechatFixtures)
 * test('…', async ({ wechat }) => {
 *   const { page, client } = await wechat({ platform: 'ios' })
 * })
 * ```
 */
export const wechatFixtures = {
  async wechat({ browser }: { browser: Browser }, use: (open: OpenWebView) => Promise<void>): Promise<void> {
    const contexts: BrowserContext[] = []
    try {
      await use(async (options) => {
        const view = await openWechat(browser, options)
        contexts.push(view.context)
        return view
      })
    }
    finally {
      await Promise.all(contexts.map(context => context.close()))
    }
  },
}

/**
 * Opens a web view of WeChat: a fresh browser context whose pages find the bridge before their first script.
 *
 * Requests to other hosts than this machine are cut; a route that a test adds to `context` afterwards goes first.
 */
export async function openWechat(browser: Browser, { simulator, context: contextOptions, ...client }: OpenWechatOptions): Promise<WebView> {
  const { userAgent, navigatorPlatform } = traitsOf(client)
  const locale = client.language === 'en' ? 'en' : 'zh-CN'
  const options: BridgeOptions = { ...client, ...simulator && { verifyUrl: `${simulator}/client/verify` } }
  const context = await browser.newContext({ viewport: { width: 390, height: 780 }, locale, userAgent, ...contextOptions })
  await context.route(({ hostname }) => !local.test(hostname), route => route.abort())
  await context.addInitScript(`globalThis.${OPTIONS_KEY} = ${JSON.stringify(options)};\n${await bundleBridge()}`)
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setUserAgentOverride', { userAgent, platform: navigatorPlatform, acceptLanguage: contextOptions?.locale ?? locale })
  return { context, page, client: clientOf(page) }
}

function clientOf(page: Page): WechatClient {
  const state = async () => {
    const current = await page.evaluate(() => window.__wechatSimulator?.state)
    if (!current)
      throw new Error('No page is open in this web view yet.')
    return current
  }
  return {
    state,
    cards: async () => (await state()).cards,
    whenIdle: () => page.evaluate(() => window.__wechatSimulator?.whenIdle()),
    async waitFor(holds, { timeout = 10_000 } = {}) {
      const deadline = performance.now() + timeout
      for (;;) {
        // Between two pages there is none to ask.
        const current = await state().catch(() => undefined)
        if (current && holds(current))
          return current
        if (performance.now() > deadline)
          throw new Error(`The client did not come to the state that was waited for. It is: ${JSON.stringify(current, undefined, 2)}`)
        await new Promise(resolve => setTimeout(resolve, 25))
      }
    },
    tapShare: to => page.evaluate(async (target) => {
      if (!window.__wechatSimulator)
        throw new Error('No page is open in this web view yet.')
      return window.__wechatSimulator.tapShare(target)
    }, to),
    async answer(answer) {
      const { questions: [question] } = await this.waitFor(({ questions }) => questions.length > 0)
      await page.evaluate(([id, given]) => window.__wechatSimulator?.answer(id, given), [question?.id ?? 0, answer] as const)
    },
  }
}
