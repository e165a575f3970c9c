import { onMounted, readonly } from 'vue'
import { useState } from '#imports'
import { isInWechat } from './own-client'

/** Whether the page is open where WeChat's web sign-in works: at first as the request said, once mounted as the browser says. */
export function useInWechat() {
  const isInside = useState('in-wechat', () => isInWechat())
  onMounted(() => isInside.value = isInWechat())
  return readonly(isInside)
}
