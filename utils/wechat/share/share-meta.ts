import { computed, onScopeDispose, toValue, type MaybeRefOrGetter } from 'vue'
import { useHead, useRequestURL, useRoute, useRouter, useRuntimeConfig } from '#imports'
import type { WechatShareData } from '../../../shared/wechat'
import { isHashMode } from '../page/hash-mode'
import { useSiteOrigin } from '../page/site-origin'
import { isStoredPage } from '../page/stored-page'
import { completeShareData } from '../url'
import { warnOnce } from '../warn'

/** Stands for an origin that is not known: what begins with it is left out. */
const UNKNOWN_ORIGIN = 'https://unknown.invalid'

/** Writes the card as Open Graph tags, so that other apps preview what WeChat shows. */
export function useShareMeta(source: MaybeRefOrGetter<WechatShareData>): void {
  const origin = useSiteOrigin()
  const { pathname, search } = useRequestURL()
  const requested = `${origin ?? UNKNOWN_ORIGIN}${pathname}${search}`
  const route = useRoute()
  const router = useRouter()
  if ((import.meta.dev || import.meta.prerender) && import.meta.server)
    warnWithoutOrigin(pathname)
  const card = computed(() => {
    // On the client the address bar has the last word, once the route has changed.
    const href = import.meta.client && route.fullPath ? window.location.href : requested
    return completeShareData(toValue(source), href, isHashMode(router))
  })
  // Not `useSeoMeta`: an app that does not use it itself would have 2 kB more in its entry.
  const tags = useHead(() => ({
    meta: [
      { property: 'og:title', content: card.value.title },
      { property: 'og:description', content: card.value.desc },
      { property: 'og:image', content: knownAddress(card.value.imgUrl) },
      { property: 'og:url', content: knownAddress(card.value.link) },
    ].filter(({ content }) => content),
  }))
  // A component takes them back by itself, an effect scope does not.
  if (tags)
    onScopeDispose(() => tags.dispose())
}

function knownAddress(url: string): string | undefined {
  return /^https?:/i.test(url) && !url.startsWith(UNKNOWN_ORIGIN) ? url : undefined
}

function warnWithoutOrigin(path: string): void {
  if (isStoredPage() && !useRuntimeConfig().wechat.siteOrigin)
    warnOnce(`${path} is rendered for all visitors at once, and its card has no og:url: the address of the site is not known then. Set NUXT_WECHAT_SITE_ORIGIN, for prerendered pages also while building.`)
}
