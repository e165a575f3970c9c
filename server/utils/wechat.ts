/// <reference types="node" />
import type { H3Event } from 'h3'
import type { WechatUser } from '../../shared/wechat'
import { RefusalError } from '../http/answers/error-answer'
import { requireUser } from '../http/session/sign-in'
import { getHealth, getWechat } from '../http/wechat-instance'
import { WechatError, type Wechat } from '../wechat'

export type { WechatCallOptions, WechatMedia } from '../wechat'
export { defineWechatHandler } from '../http/answers/handler'
export type { WechatErrorCode, WechatErrorData, WechatHealth, WechatSignedConfig, WechatUser } from '../../shared/wechat'

/** What a server route may do with the account. */
export type WechatAccount = Pick<Wechat, 'signPage' | 'accessToken' | 'call' | 'downloadMedia' | 'isFollower'> & { health: typeof getHealth }

/**
 * Signs pages, and calls WeChat's API with the account's token, in a server route. Its errors become answers in {@link defineWechatHandler}.
 *
 * @example
 * ```ts
 * const { call, signPage } = useWechat()
 * const config = await signPage('https://m.example.com/article?id=1')
 * const { ticket } = await call<{ ticket: string }>('/cgi-bin/qrcode/create', { body: { action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: 'order-7' } } } })
 * ```
 */
export function useWechat(): WechatAccount {
  return {
    signPage: async url => getWechat().signPage(url),
    accessToken: async () => getWechat().accessToken(),
    call: async (path, options) => getWechat().call(path, options),
    downloadMedia: async (mediaId, options) => getWechat().downloadMedia(mediaId, options),
    isFollower: async openid => getWechat().isFollower(openid),
    health: getHealth,
  }
}

/**
 * The user who is signed in in this browser; `undefined` where no user is, and where sign-in is not configured.
 *
 * @example
 * ```ts
 * export default defineEventHandler(async (event) => {
 *   const user = await getWechatUser(event)
 *   return { greeting: user ? `Hello ${user.nickname ?? 'you'}` : 'Hello' }
 * })
 * ```
 */
export async function getWechatUser(event: H3Event): Promise<WechatUser | undefined> {
  return requireUser(event).catch((error: unknown) => {
    if (error instanceof WechatError)
      return undefined
    throw error
  })
}

/**
 * The user who is signed in in this browser. Otherwise the route answers 401 with `data: { code: 'signed_out', hint }`, or 503
 * `sign_in_not_configured`, in any event handler.
 *
 * @example
 * ```ts
 * export default defineEventHandler(async (event) => {
 *   const { openid } = await requireWechatUser(event)
 *   return await loadOrders(openid)
 * })
 * ```
 */
export async function requireWechatUser(event: H3Event): Promise<WechatUser> {
  return requireUser(event).catch((error: unknown) => {
    throw error instanceof WechatError ? new RefusalError(error) : error
  })
}
