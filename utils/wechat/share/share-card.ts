import { callGranted, callSdk } from '../bridge/api'
import type { WechatBridgeClient } from '../bridge/bridge-client'
import type { WechatSdk } from '../bridge/sdk'
import { WechatSdkError } from '../error'
import type { WechatOpenTagName } from '../../../shared/wechat'
import type { CompleteShareData } from '../url'
import { shareApis } from './share-apis'

/** Waits between tries where the client has not finished its own verification. */
const RETRY_DELAYS_MS = [300, 1000, 3000]

/**
 * Gives WeChat's client the card for friends and for Moments.
 *
 * @param card read once the client is configured: a card without a link of its own has the page's, as it is then.
 * @param isStale whether a newer card is waiting, or the page has gone; then WeChat hears no more of this one.
 * @throws {WechatSdkError} where the client does not take it.
 */
export async function setShareCard(client: WechatBridgeClient, card: () => CompleteShareData, openTagList: WechatOpenTagName[], isStale: () => boolean): Promise<void> {
  const isWecom = client.host === 'wecom'
  const sdk = await client.configure({ jsApiList: isWecom ? [...shareApis, 'onMenuShareWechat'] : shareApis, openTagList })
  if (isStale())
    return
  const { title, desc, link, imgUrl } = card()
  const listen = listenToMenu(sdk, { title, desc, link, imgUrl })
  if (isWecom) {
    // It has no new calls.
    listen.chat()
    listen.moments()
    return listen.fromWecom()
  }
  await Promise.all([
    retrying(() => callGranted(client, 'updateAppMessageShareData', { title, desc, link, imgUrl }, isStale), isStale)
      .catch(orListen(isStale, listen.chat)),
    retrying(() => callGranted(client, 'updateTimelineShareData', { title, link, imgUrl }, isStale), isStale)
      .catch(orListen(isStale, listen.moments)),
  ])
}

/** Gives the client a card though it was configured for another page; it may refuse it. */
export async function offerShareCard(client: WechatBridgeClient, { title, desc, link, imgUrl }: CompleteShareData): Promise<void> {
  const sdk = await client.loadSdk()
  const listen = listenToMenu(sdk, { title, desc, link, imgUrl })
  listen.chat()
  listen.moments()
  await Promise.all([
    callSdk(sdk, 'updateAppMessageShareData', { title, desc, link, imgUrl }),
    callSdk(sdk, 'updateTimelineShareData', { title, link, imgUrl }),
  ])
}

/** The old way: the card is read when the user taps Share. */
function listenToMenu(sdk: WechatSdk, { title, desc, link, imgUrl }: CompleteShareData) {
  return {
    chat: () => sdk.onMenuShareAppMessage({ title, desc, link, imgUrl, success: noop, cancel: noop }),
    moments: () => sdk.onMenuShareTimeline({ title, link, imgUrl, success: noop, cancel: noop }),
    /** WeCom's "share to WeChat", which the SDK does not know. */
    fromWecom: () => sdk.on('menu:share:wechat', () => sdk.invoke('shareWechat', { title, desc, link, img_url: imgUrl }, noop)),
  }
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

/**
 * Where a client has no new call the old one stands in; it only listens, and has no answer to wait for. Where a client denies the new one
 * it may take the old one all the same, but that it has a card is not known then.
 */
function orListen(isStale: () => boolean, listen: () => void) {
  return (error: unknown): void => {
    if (isStale() || !(error instanceof WechatSdkError))
      throw error
    const isMissing = /function not exist|not support/.test(error.errMsg)
    if (isMissing || error.reason === 'permission denied')
      listen()
    if (!isMissing)
      throw error
  }
}
