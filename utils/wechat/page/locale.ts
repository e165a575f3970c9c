import { appendResponseHeader } from 'h3'
import type { Ref } from 'vue'
import { useRequestEvent, useState } from '#imports'

export type WechatLocale = 'zh' | 'en'

/** The language of our components: at first the browser's. An app with a choice of its own sets `useState('wechat-locale').value`. */
export function useWechatLocale(): Ref<WechatLocale> {
  const event = useRequestEvent()
  return useState<WechatLocale>('wechat-locale', () => {
    if (import.meta.server && event && !event.node.res.headersSent)
      appendResponseHeader(event, 'Vary', 'Accept-Language')
    const languages = event ? event.headers.get('accept-language') ?? '' : navigator.languages.join()
    return /\b(?:zh|en)\b/i.exec(languages)?.[0].toLowerCase() === 'zh' ? 'zh' : 'en'
  })
}
