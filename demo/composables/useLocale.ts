import { appendResponseHeader } from 'h3'
import { isLocale, preferredLocale, type Locale } from '../content/locales'
import { messages } from '../content/messages'

const ONE_YEAR_IN_SECONDS = 31_536_000

/**
 * The user's language and all messages in it.
 *
 * The cookie `locale` goes first, then the browser's `Accept-Language`, read once on the server and carried over to the browser.
 */
export function useLocale() {
  // Read as text: Nuxt would parse it as JSON, and log what it does not like.
  const cookie = useCookie('locale', { maxAge: ONE_YEAR_IN_SECONDS, sameSite: 'lax', decode: decodeURIComponent })
  const event = useRequestEvent()
  const locale = useState<Locale>('locale', () => {
    if (event)
      appendResponseHeader(event, 'Vary', 'Accept-Language, Cookie')
    return isLocale(cookie.value) ? cookie.value : preferredLocale(event?.headers.get('accept-language') ?? undefined)
  })

  // The layer's components speak the same language.
  const wechatLocale = useState<Locale>('wechat-locale')
  wechatLocale.value = locale.value

  return {
    locale: readonly(locale),
    t: computed(() => messages[locale.value]),
    setLocale(next: Locale) {
      cookie.value = next
      locale.value = wechatLocale.value = next
    },
  }
}
