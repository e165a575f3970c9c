import { computed, onScopeDispose, toValue, type MaybeRefOrGetter } from 'vue'
import { useHead, useRequestURL, useRoute } from '#imports'
import type { WechatShareData } from '../../../shared/wechat'
import { completeShareData } from '../url'

/** Writes the card as Open Graph tags, so that other apps preview what WeChat shows. */
export function useShareMeta(source: MaybeRefOrGetter<WechatShareData>): void {
  const requested = useRequestURL().href
  const route = useRoute()
  const card = computed(() => {
    // On the client the address bar has the last word, once the route has changed.
    const href = import.meta.client && route.fullPath ? window.location.href : requested
    return completeShareData(toValue(source), href)
  })
  // Not `useSeoMeta`: an app that does not use it itself would have 2 kB more in its entry.
  const tags = useHead(() => ({
    meta: [
      { property: 'og:title', content: card.value.title },
      { property: 'og:description', content: card.value.desc },
      { property: 'og:image', content: card.value.imgUrl },
      { property: 'og:url', content: card.value.link },
    ].filter(({ content }) => content),
  }))
  // A component takes them back by itself, an effect scope does not.
  if (tags)
    onScopeDispose(() => tags.dispose())
}
