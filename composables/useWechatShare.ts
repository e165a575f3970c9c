import type { WechatShareData } from '../shared/wechat'

export interface WechatShareOptions {
  /** Whether the card is also written as `og:…` tags, for other apps. @default true */
  seo?: boolean
  /** Open tags on this page: `['wx-open-launch-weapp']`. */
  openTagList?: string[]
}

/**
 * Decides the card that WeChat shows when somebody shares this page, for as long as the component is on the page.
 *
 * `status` is `unsupported` outside WeChat and on the server, `configuring` until WeChat's client has confirmed the card,
 * then `set`, or `failed` with `error` saying why. Of several callers on a page the last one wins.
 *
 * @param source the card; what it depends on may change. `link` and `imgUrl` may be relative, `link` may be left out.
 * @example
 * const { status } = useWechatShare(() => ({ title: article.value.title, imgUrl: '/cover.png' }))
 */
export function useWechatShare(source: MaybeRefOrGetter<WechatShareData>, { seo = true, openTagList = [] }: WechatShareOptions = {}) {
  const status = ref<WechatStatus>('unsupported')
  const error = shallowRef<Error>()
  const isSupported = ref(false)

  if (seo)
    useShareMeta(source)

  const { $wechat } = useNuxtApp()
  if ($wechat) {
    const { shares } = $wechat
    const caller: ShareCaller = {
      read: () => toValue(source),
      openTagList,
      report(next, reason) {
        status.value = next
        error.value = reason
      },
    }
    shares.register(caller)
    // Not before the component is mounted: what is hydrated equals what the server rendered.
    useWhileOnPage(() => {
      isSupported.value = true
      shares.add(caller)
    }, () => shares.remove(caller))
    watch(() => ({ ...toValue(source) }), () => shares.update(caller), { deep: true })
  }

  return { status: readonly(status), error: shallowReadonly(error), isSupported: readonly(isSupported) }
}
