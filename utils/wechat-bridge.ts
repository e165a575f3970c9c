import { WechatSdkError } from './wechat-sdk-error'
import { withTimeout } from './with-timeout'

/** A client that is slow to start takes seconds; one that has not come by then never will. */
const BRIDGE_TIMEOUT_MS = 10_000

/** Waits for WeChat's client to put its bridge into the page: what the SDK calls before that is dropped in silence. */
export function waitForBridge(): Promise<void> {
  const ready = new Promise<void>((resolve) => {
    if (window.WeixinJSBridge)
      resolve()
    else
      document.addEventListener('WeixinJSBridgeReady', () => resolve(), { once: true })
  })
  return withTimeout(ready, BRIDGE_TIMEOUT_MS, () => new WechatSdkError('config', 'config:timeout', { hint: 'WeChat\'s client did not answer: close the page and open it again.' }))
}
