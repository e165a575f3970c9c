import { computed, readonly, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { useNuxtApp, useRequestEvent } from '#imports'
import { withBase } from '../shared/site-path'
import type { WechatOpenTagName, WechatShareData } from '../shared/wechat'
import type { WechatShareMessage } from '../utils/wechat/mini-program'
import { isInMiniProgram } from '../utils/wechat/page/own-client'
import { useOpenTagError } from '../utils/wechat/page/open-tag-error'
import { recordRequest } from '../utils/wechat/page/record-request'
import { warnOfCard } from '../utils/wechat/share/card-warnings'
import { shareApis } from '../utils/wechat/share/share-apis'
import { useShareMeta } from '../utils/wechat/share/share-meta'
import type { ShareCaller, ShareStack, WechatStatus } from '../utils/wechat/share/share-stack'
import { isInSetup, whileOnPage } from '../utils/wechat/page/while-on-page'

export type { WechatShareData, WechatShareMessage, WechatStatus }

export interface WechatShareOptions {
  /** Whether the card is also written as `og:…` tags, for other apps; only where it is called in setup. @default true */
  seo?: boolean
  /** Open tags on this page: `['wx-open-launch-weapp']`. */
  openTagList?: WechatOpenTagName[]
}

/**
 * Decides the card that WeChat shows when this page is shared.
 *
 * Callable in setup, inside `onMounted`, after an `await` and in an event handler. A call in a component lasts as long as the
 * component; a call after an `await` or in a handler until the route's path changes. Of several calls the last one decides, so a call in
 * `app.vue` is the default card. A page on which none decides gets a neutral card: the document's title and its own link.
 *
 * `status` is `unsupported` outside WeChat, on the server and in a mini program, `configuring` until WeChat's client has confirmed the card,
 * then `set`, or `failed` with `error` saying why. A mini program shares by itself: the card is posted to it, as {@link WechatShareMessage}. `error` also tells of a client that shows no open tags.
 *
 * @param card what it depends on may change. `link` and `imgUrl` may be relative, or paths of the app, `link` may be left out.
 * @example
 * const { status } = useWechatShare(() => ({ title: article.value.title, imgUrl: '/cover.png' }))
 */
export function useWechatShare(card: MaybeRefOrGetter<WechatShareData>, { seo = true, openTagList = [] }: WechatShareOptions = {}) {
  const status = ref<WechatStatus>('unsupported')
  const failure = shallowRef<Error>()
  const isSupported = ref(false)

  const { $wechat, $config: { app: { baseURL } } } = useNuxtApp()
  const source = (): WechatShareData => toOwnAddresses(toValue(card), baseURL)
  if (seo && isInSetup())
    useShareMeta(source)
  if (import.meta.server)
    recordRequest(useRequestEvent(), { jsApiList: shareApis, openTagList })
  if (import.meta.dev && import.meta.client)
    warnOfCard(source)

  const openTagError = useOpenTagError(openTagList)
  if ($wechat) {
    const caller: ShareCaller = {
      read: source,
      openTagList,
      report(next, reason) {
        // In a mini program it is left for that one to share: whether it does is not known here.
        status.value = next === 'configuring' && isInMiniProgram() ? 'unsupported' : next
        failure.value = reason
        isSupported.value = !isInMiniProgram()
      },
    }
    /** In the order of the calls, also before the connection is loaded. */
    const tell = (what: (shares: ShareStack) => void) => void $wechat.then(({ shares }) => what(shares), (reason: Error) => caller.report('failed', reason))
    tell(shares => shares.register(caller))
    const stop = watch(() => ({ ...toValue(card) }), () => tell(shares => shares.update(caller)), { deep: true })
    whileOnPage({
      // In setup not before the component is mounted: what is hydrated equals what the server rendered.
      enter() {
        isSupported.value = !isInMiniProgram()
        tell(shares => shares.add(caller))
      },
      leave: () => tell(shares => shares.remove(caller)),
      end: stop,
    })
  }

  return { status: readonly(status), error: computed(() => failure.value ?? openTagError.value), isSupported: readonly(isSupported) }
}

/** What begins with a slash is a path of the app, which may have a base. */
function toOwnAddresses({ link, imgUrl, ...texts }: WechatShareData, baseURL: string): WechatShareData {
  const toOwn = (url: string | undefined) => url && /^\/(?!\/)/.test(url) ? withBase(url, baseURL) : url
  return { ...texts, link: toOwn(link), imgUrl: toOwn(imgUrl) }
}
