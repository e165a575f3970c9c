import { onMounted, readonly } from 'vue'
import { useRequestHeader, useState } from '#imports'
import { detectWechatPlatform } from '../platform'

/** Whether the page is open in WeChat: at first as the request said, once mounted as the browser says. */
export function useInWechat() {
  const isInside = useState('in-wechat', () => isInWechat())
  onMounted(() => isInside.value = isInWechat())
  return readonly(isInside)
}

/** The same once, for now: on the server by the request's header. */
export function isInWechat(): boolean {
  const agent = import.meta.server ? useRequestHeader('user-agent') : navigator.userAgent
  return detectWechatPlatform(agent ?? '') !== undefined
}
