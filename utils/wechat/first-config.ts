import { FIRST_CONFIG_ID, type WechatFirstConfig } from '../../shared/wechat'
import type { BridgeObject } from './bridge/sdk'

/** The signature that came with the HTML, and the client's answer to it, where it was asked already. */
export interface FirstConfig extends WechatFirstConfig {
  answer?: Promise<BridgeObject>
}

/**
 * Reads the signature that came with the HTML, and asks WeChat's client at once for what the page was rendered to ask for: as `wx.config`
 * would, but neither the JS-SDK nor our own chunk has to be there, nor the page to be hydrated.
 *
 * @param landingUrl the URL, without hash, of the page: one that was signed for another is not used.
 */
export function verifyFirstConfig(landingUrl: string): FirstConfig | undefined {
  const config: WechatFirstConfig = JSON.parse(document.getElementById(FIRST_CONFIG_ID)?.textContent || '{}')
  if (config.url !== landingUrl || performance.now() >= config.validForMs)
    return undefined
  return config.verifyJsApiList.length > 0 ? { ...config, answer: verify(config) } : config
}

function verify({ appId, timestamp, nonceStr, signature, verifyJsApiList }: WechatFirstConfig): Promise<BridgeObject> {
  return new Promise((resolve) => {
    const ask = () => window.WeixinJSBridge?.invoke('preVerifyJSAPI', {
      verifyJsApiList,
      verifyOpenTagList: [],
      appId,
      verifyAppId: appId,
      verifySignType: 'sha1',
      verifyTimestamp: String(timestamp),
      verifyNonceStr: nonceStr,
      verifySignature: signature,
    }, resolve)
    if (window.WeixinJSBridge)
      ask()
    else
      document.addEventListener('WeixinJSBridgeReady', ask, { once: true })
  })
}
