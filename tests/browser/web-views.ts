import type { Browser } from 'playwright-core'
import { afterAll, aroundEach, beforeAll } from 'vitest'
import { launchChromium, type OpenWebView, wechatFixtures } from '../../simulator/playwright'

/** The exported fixture in a file of tests that share one browser. */
export function useWebViews() {
  let browser: Browser
  let open: OpenWebView

  beforeAll(async () => {
    browser = await launchChromium()
  })

  aroundEach(test => wechatFixtures.wechat({ browser }, (wechat) => {
    open = wechat
    return test()
  }))

  afterAll(() => browser.close())

  return {
    get browser() {
      return browser
    },
    wechat: (options => open(options)) satisfies OpenWebView,
  }
}
