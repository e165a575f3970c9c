import { useRequestHeader } from '#imports'
import { detectWechatClient, type WechatClientKind } from '../../../shared/wechat-client'
import { detectOwnClient } from '../platform'

/** Whether the page is open where WeChat's web sign-in works: on the server by the request's header. A mini program counts as outside: web sign-in is dead there. */
export function isInWechat(): boolean {
  const client = detectClient()
  return client !== undefined && client.host !== 'miniprogram'
}

/** Whether the page is in a mini program's web view: neither cards nor web sign-in work there. */
export function isInMiniProgram(): boolean {
  return detectClient()?.host === 'miniprogram'
}

function detectClient(): WechatClientKind | undefined {
  return import.meta.server ? detectWechatClient(useRequestHeader('user-agent') ?? '') : detectOwnClient()
}
