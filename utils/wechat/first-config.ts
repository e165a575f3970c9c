import { FIRST_CONFIG_ID, type WechatFirstConfig } from '../../shared/wechat'
import type { BridgeObject } from './bridge/sdk'

/** The signature that came with the HTML, and the client's answer, where it was asked with it already. */
export interface FirstConfig extends WechatFirstConfig {
  answer?: Promise<BridgeObject>
}

/**
 * Reads the signature that came with the HTML, and asks WeChat's client at once for what the page was rendered to ask for: before the page
 * is hydrated, and before the JS-SDK or our own chunk has come.
 *
 * @param landingUrl the URL, without hash, of the page: what was signed for another one is not used.
 */
export function askWithFirstConfig(landingUrl: string): FirstConfig | undefined {
  const config = readFirstConfig()
  if (config?.url !== landingUrl || performance.now() >= config.validForMs)
    return undefined
  const { WeixinJSBridge: bridge } = window
  // A bridge that comes later is asked once our chunk is there.
  return bridge && config.verifyJsApiList.length > 0 ? { ...config, answer: askClient(bridge, config) } : config
}

function readFirstConfig(): WechatFirstConfig | undefined {
  try {
    // Written by server/http/page/first-html.ts. The page itself may have another element of this id.
    return JSON.parse(document.querySelector(`script#${FIRST_CONFIG_ID}`)?.textContent || 'null') ?? undefined
  }
  catch {
    return undefined
  }
}

/** Sends what `wx.config` would send. */
function askClient(bridge: NonNullable<Window['WeixinJSBridge']>, { appId, timestamp, nonceStr, signature, verifyJsApiList }: WechatFirstConfig): Promise<BridgeObject> {
  const answer = new Promise<BridgeObject>(resolve => bridge.invoke('preVerifyJSAPI', {
    verifyJsApiList,
    verifyOpenTagList: [],
    appId,
    verifyAppId: appId,
    verifySignType: 'sha1',
    verifyTimestamp: String(timestamp),
    verifyNonceStr: nonceStr,
    verifySignature: signature,
  }, resolve))
  // Seen by the connection, which comes later.
  answer.catch(() => {})
  return answer
}
