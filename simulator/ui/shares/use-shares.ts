import { reactive, ref } from 'vue'
import type { Share } from '../../bridge/record/state'
import type { WebView } from '../use-web-view'
import { sharedUrl } from './shared-url'

/** What was shared and kept, and how it is opened again. */
export function useShares({ open }: WebView) {
  const chat = reactive<Share[]>([])
  const moments = reactive<Share[]>([])
  const favourites = reactive<Share[]>([])
  /** Whether the last link led to another site. */
  const isElsewhere = ref(false)

  function openUrl(url: string, from?: 'bare-link'): void {
    isElsewhere.value = new URL(url).origin !== location.origin
    if (isElsewhere.value)
      window.open(url, '_blank', 'noopener')
    else
      open(url, from)
  }

  return {
    chat,
    moments,
    favourites,
    isElsewhere,
    add: (share: Share) => void (share.to === 'chat' ? chat : moments).push(share),
    addFavourite: (share: Share) => void favourites.push(share),
    clear() {
      for (const list of [chat, moments, favourites])
        list.length = 0
    },
    /** Opens a share as WeChat does: in a fresh web view, with its marks in the address. */
    open({ link, to, card }: Share): void {
      openUrl(sharedUrl(link, to), card ? undefined : 'bare-link')
    },
    /** Favourites count as no link: WeChat keeps their card. */
    openFavourite: ({ link }: Share) => openUrl(link),
  }
}

export type Shares = ReturnType<typeof useShares>
