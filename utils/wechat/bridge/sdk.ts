// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- a module that is only declared cannot be imported for its types
/// <reference path="./own-copy.d.ts" />
import type wx from 'weixin-js-sdk'

/** A parameter object of the bridge, and its answer. */
export type BridgeObject = Record<string, unknown>

/** The JS-SDK: what its types know, and what they leave out. */
export type WechatSdk = typeof wx & {
  invoke(name: string, params: BridgeObject, callback: (answer: BridgeObject) => void): void
  on(name: string, callback: () => void): void
}

declare global {
  interface Window {
    jWeixin?: WechatSdk
    wx?: WechatSdk
  }
}

/** How long one address has to deliver the script. */
const SCRIPT_TIMEOUT_MS = 4000

/**
 * Makes a function that loads the JS-SDK once, however many ask: from the first address that delivers it, else the app's
 * own copy. After a failure the next caller tries again.
 *
 * @param urls addresses, tried in order.
 */
export function createSdkLoader(urls: string[]): () => Promise<WechatSdk> {
  let loading: Promise<WechatSdk> | undefined
  return () => loading ??= loadSdk(urls).catch((error: unknown) => {
    loading = undefined
    throw error
  })
}

async function loadSdk(urls: string[]): Promise<WechatSdk> {
  for (const url of urls) {
    if (!isSdk(window.jWeixin))
      await loadScript(url).catch(() => {})
    if (isSdk(window.jWeixin))
      return window.jWeixin
    // The SDK leaves the page alone where something of its name is there already.
    delete window.jWeixin
  }
  return loadOwnCopy()
}

/** What answered may be a sign-in page of the network, or any other script. */
function isSdk(candidate: WechatSdk | undefined): candidate is WechatSdk {
  return typeof candidate?.config === 'function' && typeof candidate.updateAppMessageShareData === 'function'
}

function loadScript(url: string): Promise<void> {
  const script = document.createElement('script')
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(reject, SCRIPT_TIMEOUT_MS)
    script.addEventListener('load', () => {
      clearTimeout(timer)
      resolve()
    })
    script.addEventListener('error', () => {
      clearTimeout(timer)
      reject(new Error('The script was not loaded.'))
    })
    script.src = url
    document.head.append(script)
  }).finally(() => script.remove())
}

async function loadOwnCopy(): Promise<WechatSdk> {
  const { default: sdk } = await import('#build/wechat-js-sdk.mjs')
  // As a module it sets no global, yet it uses a bare `wx` inside.
  return window.wx = window.jWeixin = sdk
}
