import type { WechatHost } from '../../shared/wechat'
import { callFunction } from './bridge/api'
import { waitForBridge } from './bridge/bridge'
import type { WechatBridgeClient } from './bridge/bridge-client'
import { WechatSdkError } from './error'
import type { CompleteShareData } from './url'

/** What the functions of `wx.miniProgram` are given. `url` is a page of the mini program: `/pages/order/order?id=7`. */
export interface WechatMiniProgramParams {
  navigateTo: { url: string }
  redirectTo: { url: string }
  switchTab: { url: string }
  reLaunch: { url: string }
  navigateBack: { delta?: number }
  postMessage: { data: unknown }
}

/** What `useWechatShare` leaves for the mini program around the page, whose `onShareAppMessage` makes a card of it. */
export interface WechatShareMessage {
  type: 'nuxt-wechat:share'
  card: CompleteShareData
}

/** Which app shows the page, once that is certain: on some systems a mini program is known as such when its bridge is there. */
export async function findHost(client: WechatBridgeClient): Promise<WechatHost> {
  if (client.host !== 'miniprogram')
    await waitForBridge().catch(() => {})
  return client.host
}

/**
 * Calls a function of `wx.miniProgram`. It needs no configuration.
 *
 * @throws {WechatSdkError} where the page is not in a mini program, the mini program refuses, or nothing answers.
 */
export async function callMiniProgram<Name extends keyof WechatMiniProgramParams>(client: WechatBridgeClient | undefined, name: Name, params: WechatMiniProgramParams[Name]): Promise<void> {
  const api = `miniProgram.${name}`
  if (!client || await findHost(client) !== 'miniprogram')
    throw new WechatSdkError(api, `${api}:unsupported`, { hint: 'The page is not open in a mini program.' })
  const [{ miniProgram }] = await Promise.all([client.loadSdk(), waitForBridge()])
  // As JSON it crosses to the mini program: what is none fails here.
  await callFunction((given: object) => miniProgram[name](given as never), api, JSON.parse(JSON.stringify(params)))
}

/** Leaves the card for the mini program, which gets it when the user shares. */
export function postShareCard(client: WechatBridgeClient, card: CompleteShareData): Promise<void> {
  const message: WechatShareMessage = { type: 'nuxt-wechat:share', card }
  return callMiniProgram(client, 'postMessage', { data: message })
}
