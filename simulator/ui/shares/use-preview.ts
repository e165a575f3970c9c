import { computed, shallowRef, watch } from 'vue'
import type { Share } from '../../bridge/record/state'
import type { WebView } from '../use-web-view'

/** One share of the page, with its card and as the bare link. */
export interface Preview {
  with: Share
  without: Share
  /** Whether the page gives none, so that even with the JS-SDK the link is shared. */
  isCardMissing: boolean
}

/** Why there is nothing to be previewed. */
export type NoPreview = 'no-page' | 'outside'

/** What sharing the page now would give, kept up with the page. */
export function usePreview(view: WebView) {
  const previews = shallowRef<{ chat: Preview, moments: Preview }>()
  const none = computed((): NoPreview | undefined => {
    if (view.isOutside.value)
      return 'outside'
    return view.state.value && !view.state.value.closed && !view.isClosed.value ? undefined : 'no-page'
  })
  /** All that a share depends on. What the page calls meanwhile is none of it: a page may call something whenever it is asked for its card. */
  const dependsOn = computed(() => {
    const { openedAt, url, title, cards, granted, shares, shareListenersSet } = { ...view.state.value }
    return JSON.stringify([none.value, view.isFromLink.value, openedAt, url, title, cards, granted, shares?.length, shareListenersSet])
  })

  let latest = 0
  watch(dependsOn, async () => {
    latest += 1
    const mine = latest
    // A page that was left never answers: the next look does not wait for it.
    const next = none.value ? undefined : { chat: await look('chat'), moments: await look('moments') }
    if (mine === latest)
      previews.value = next
  }, { immediate: true })

  async function look(to: 'chat' | 'moments'): Promise<Preview> {
    const without: Share = { to, link: view.pageUrl() }
    // WeChat shares a page that was opened from a bare link as one, whatever it sets.
    if (view.isFromLink.value)
      return { with: without, without, isCardMissing: false }
    const share = await view.lookAtShare(to)
    return { with: share, without, isCardMissing: !share.card }
  }

  return { previews, none }
}
