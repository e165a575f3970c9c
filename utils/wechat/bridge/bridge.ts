import { WechatSdkError, withTimeout } from '../error'

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

/** How WeChat's client calls what the JS-SDK calls otherwise. Taken from the SDK, which does not export it. */
const bridgeNames: Record<string, string> = {
  onMenuShareTimeline: 'menu:share:timeline',
  onMenuShareAppMessage: 'menu:share:appmessage',
  onMenuShareWechat: 'menu:share:wechat',
  onMenuShareQQ: 'menu:share:qq',
  onMenuShareWeibo: 'menu:share:weiboApp',
  onMenuShareQZone: 'menu:share:QZone',
  previewImage: 'imagePreview',
  getLocation: 'geoLocation',
  openProductSpecificView: 'openProductViewWithPid',
  addCard: 'batchAddCard',
  openCard: 'batchViewCard',
  chooseWXPay: 'getBrandWCPayRequest',
  openEnterpriseRedPacket: 'getRecevieBizHongBaoRequest',
  startSearchBeacons: 'startMonitoringBeacons',
  stopSearchBeacons: 'stopMonitoringBeacons',
  onSearchBeacons: 'onBeaconsInRange',
  consumeAndShareCard: 'consumedShareCard',
  openAddress: 'editAddress',
}

/** The name under which WeChat's client grants an API of the JS-SDK. */
export function toBridgeName(api: string): string {
  return bridgeNames[api] ?? api
}

/** The name in the JS-SDK of what WeChat's client calls otherwise. */
export function toApiName(name: string): string {
  return Object.keys(bridgeNames).find(api => bridgeNames[api] === name) ?? name
}
