import type { NuxtError } from '#app'
import type { WechatErrorCode } from '../../../shared/wechat'
import type { WechatScope } from '../login'

/** What `<WechatRefusal>` is shown with. */
export interface WechatRefusalProps {
  /** What the sign-in was refused with; none for an error of this server. */
  code?: WechatErrorCode
  /** The path that the sign-in was to lead to. */
  redirect?: string
  /** What the sign-in asked for. */
  scope?: WechatScope
}

/** The refused sign-in that the server renders an error page for. Nuxt 3 gives an error's `data` as it came with the request: as text. */
export function readRefusal({ data }: NuxtError<unknown>): WechatRefusalProps | undefined {
  const parsed: { wechatRefusal?: WechatRefusalProps } = Object(typeof data === 'string' && data.startsWith('{"wechatRefusal"') ? JSON.parse(data) : data)
  return parsed.wechatRefusal
}
