import { computed, onScopeDispose, toValue, type MaybeRefOrGetter } from 'vue'
import { useRequestURL, useRoute, useSeoMeta } from '#imports'
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
  const tags = useSeoMeta({
    ogTitle: () => card.value.title,
    ogDescription: () => card.value.desc || undefined,
    ogImage: () => card.value.imgUrl || undefined,
    ogUrl: () => card.value.link,
  })
  // A component takes them back by itself, an effect scope does not.
  if (tags)
    onScopeDispose(() => tags.dispose())
}
