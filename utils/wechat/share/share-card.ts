import { callWechatApi } from '../bridge/api'
import type { WechatBridgeClient } from '../bridge/bridge-client'
import { WechatSdkError } from '../error'
import type { CompleteShareData } from '../url'

/** The new calls, and those of old clients, some PC clients and WeCom. */
const shareApis = ['updateAppMessageShareData', 'updateTimelineShareData', 'onMenuShareAppMessage', 'onMenuShareTimeline']

/** Waits between tries where the client has not finished its own verification. */
const RETRY_DELAYS_MS = [300, 1000, 3000]

/**
 * Gives WeChat's client the card for friends and for Moments.
 *
 * @param card read once the client is configured: a card without a link of its own has the page's, as it is then.
 * @param isStale whether a newer card is waiting, or the page has gone; then WeChat hears no more of this one.
 * @throws {WechatSdkError} where the client does not take it.
 */
export async function setShareCard(client: WechatBridgeClient, card: () => CompleteShareData, openTagList: string[], isStale: () => boolean): Promise<void> {
  const sdk = await client.configure({ jsApiList: shareApis, openTagList })
  if (isStale())
    return
  const { title, desc, link, imgUrl } = card()
  await Promise.all([
    retrying(() => callWechatApi(client, 'updateAppMessageShareData', { title, desc, link, imgUrl }, isStale), isStale)
      .catch(orListen(isStale, () => sdk.onMenuShareAppMessage({ title, desc, link, imgUrl, success: noop, cancel: noop }))),
    retrying(() => callWechatApi(client, 'updateTimelineShareData', { title, link, imgUrl }, isStale), isStale)
      .catch(orListen(isStale, () => sdk.onMenuShareTimeline({ title, link, imgUrl, success: noop, cancel: noop }))),
  ])
}

/** Whether the user shared is not known: WeChat stopped telling the truth about it in 2018. */
function noop(): void {}

/** "The permission value is offline verifying": the call came before the client knew what it grants. */
async function retrying(call: () => Promise<unknown>, isStale: () => boolean): Promise<void> {
  for (const delayMs of RETRY_DELAYS_MS) {
    try {
      await call()
      return
    }
    catch (error) {
      if (isStale() || !(error instanceof WechatSdkError && error.errMsg.includes('offline verifying')))
        throw error
      await new Promise(resolve => setTimeout(resolve, delayMs))
      if (isStale())
        throw error
    }
  }
  await call()
}

/** Where a client has no new call the old one stands in; it only listens, and has no answer to wait for. */
function orListen(isStale: () => boolean, listen: () => void) {
  return (error: unknown): void => {
    if (isStale() || !(error instanceof WechatSdkError && /function not exist|not support/.test(error.errMsg)))
      throw error
    listen()
  }
}
