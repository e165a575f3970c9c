import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { launchChromium, type OpenWebView, wechatFixtures } from '../../modules/wechat-simulator/playwright'

/** The exported fixture in a file of tests that share one browser. */
export function useWebViews() {
  let browser: Browser
  let open: OpenWebView
  let end: () => void
  let ended: Promise<void>

  beforeAll(async () => {
    browser = await launchChromium()
  })

  beforeEach(() => new Promise<void>((ready) => {
    ended = wechatFixtures.wechat({ browser }, (wechat) => {
      open = wechat
      ready()
      return new Promise<void>(resolve => end = resolve)
    })
  }))

  afterEach(() => {
    end()
    return ended
  })

  afterAll(() => browser.close())

  return {
    get browser() {
      return browser
    },
    wechat: (options => open(options)) satisfies OpenWebView,
  }
}
