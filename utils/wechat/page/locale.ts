import { appendResponseHeader } from 'h3'
import type { Ref } from 'vue'
import { useRequestEvent, useState } from '#imports'
import { isStoredPage, onceHydrated } from './stored-page'

export type WechatLocale = 'zh' | 'en'

/** The language of our components: at first the browser's. An app with a choice of its own sets `useState('wechat-locale').value`. */
export function useWechatLocale(): Ref<WechatLocale> {
  const event = useRequestEvent()
  const isStored = isStoredPage()
  // A page for all visitors has no browser to ask before it is hydrated.
  const isGuessed = useState<boolean | undefined>('wechat-locale-guessed')
  const locale = useState<WechatLocale>('wechat-locale', () => {
    if (event && isStored)
      isGuessed.value = true
    else if (import.meta.server && event && !event.node.res.headersSent)
      appendResponseHeader(event, 'Vary', 'Accept-Language')
    return event ? toLocale(event.headers.get('accept-language') ?? '') : ownLocale()
  })
  if (import.meta.client && isStored && isGuessed.value)
    onceHydrated(() => void (locale.value = ownLocale()))
  return locale
}

function ownLocale(): WechatLocale {
  return toLocale(navigator.languages.join())
}

function toLocale(languages: string): WechatLocale {
  return /\b(?:zh|en)\b/i.exec(languages)?.[0].toLowerCase() === 'zh' ? 'zh' : 'en'
}
