import { useRuntimeConfig } from '#app'
import { computed, onBeforeUnmount, onMounted, reactive, type Ref, ref, shallowRef, watch } from 'vue'
import type { StateMessage, WechatControl } from '../bridge/control'
import { frameName } from '../bridge/client/options'
import type { Share, ShareTarget, WechatState } from '../bridge/record/state'
import { CLIENT_COOKIE, writeClient } from '../client-cookie'
import { toMountPath } from '../mount'
import { PageHistory } from './page-history'
import type { ClientChoice } from './scenario'

const LATE_MS = 3000
/** Tells this desk from others in the same tab, before and after it. */
const desk = Date.now()

/** A frame that is a web view of WeChat: what it opens, and what the client in it knows. */
export function useWebView(frame: Readonly<Ref<HTMLIFrameElement | null>>, client: ClientChoice, page: string) {
  const { baseURL } = useRuntimeConfig().app
  const address = ref(page)
  /** None before the first page is opened. */
  const opened = ref<{ path: string, count: number, from?: 'bare-link' }>({ path: page, count: 0 })
  const isForeign = ref(false)
  const isLoading = ref(true)
  /** Whether the user left the web view by going back from its first page. */
  const isClosed = ref(false)
  /** Whether the frame shows a page that is not this app's, which nothing is known of. */
  const isOutside = ref(false)
  const state = shallowRef<WechatState>()
  const history = reactive(new PageHistory())
  /** The page that is open, which the address follows unless it is being edited. */
  const pagePath = ref(page)

  const name = computed(() => frameName({
    platform: client.platform,
    host: client.host,
    oldClient: client.oldClient,
    language: client.language,
    theme: client.theme,
    network: client.network,
    keepsCookies: client.keepsCookies,
    bridge: client.bridge === 'late' ? { lateBy: LATE_MS } : client.bridge,
    signedUrl: client.signedUrl === 'usual' ? undefined : client.signedUrl,
    nestsAsText: client.nested === 'usual' ? undefined : client.nested === 'text',
    forgetsOnReturn: client.forgetsOnReturn,
    oneUploadAtATime: client.oneUploadAtATime,
    asksUser: true,
    openedFrom: opened.value.from,
    view: `${desk} ${opened.value.count}`,
  }))
  /** A new key is a new frame: a fresh web view with a landing URL of its own. */
  const key = computed(() => String(opened.value.count))

  /** None before a page is there, and where it is not of this app. */
  function control(): WechatControl | undefined {
    try {
      return frame.value?.contentWindow?.__wechatSimulator
    }
    catch {
      return undefined
    }
  }

  /** Opens a page of this app in a fresh web view; `from` a link that was shared without a card, where it was. */
  function open(path = address.value, from?: 'bare-link'): void {
    // Outside its base the app has no page.
    const own = path.startsWith('/') && !`${path}/`.startsWith(baseURL) ? baseURL + path.slice(1) : path
    const url = URL.canParse(own, location.origin) ? new URL(own, location.origin) : undefined
    // The simulator inside the simulator would be a hall of mirrors.
    isForeign.value = url?.origin !== location.origin || url.pathname.replace(/\/$/, '') === toMountPath(baseURL)
    if (!url || isForeign.value)
      return
    tellServer()
    address.value = pagePath.value = url.href.slice(url.origin.length)
    state.value = undefined
    isLoading.value = true
    isClosed.value = false
    isOutside.value = false
    opened.value = { path: address.value, count: opened.value.count + 1, from }
  }

  /** The server sees the client by a cookie, where it differs from an ordinary one. */
  function tellServer(): void {
    document.cookie = `${CLIENT_COOKIE}=${writeClient(client)}; path=/; samesite=strict`
  }

  function onMessage(event: MessageEvent<StateMessage | undefined>): void {
    const view = frame.value?.contentWindow
    if (!view || event.source !== view || event.origin !== location.origin || event.data?.type !== 'wechat-simulator:state')
      return
    // The last word of a page that was left may come after the next page.
    if (!control())
      return
    const next = event.data.state
    state.value = next
    isOutside.value = false
    history.take(next)
    const seen = next.url.slice(location.origin.length)
    // What is being typed is left alone.
    if (address.value === pagePath.value)
      address.value = seen
    pagePath.value = seen
  }

  async function share(to: ShareTarget): Promise<Share> {
    return await control()?.tapShare(to) ?? { to, link: pageUrl() }
  }

  /** What sharing would give, without sharing. */
  async function lookAtShare(to: ShareTarget): Promise<Share> {
    return await control()?.lookAtShare(to) ?? { to, link: pageUrl() }
  }

  /** The frame's history and this page's are one: before the frame's first page there is nothing of WeChat's to go back to. */
  function back(): void {
    // Of a page of another site nothing can be asked.
    if (isOutside.value)
      return window.history.back()
    const view: (Window & { navigation?: { canGoBack: boolean } }) | null | undefined = frame.value?.contentWindow
    if (view?.navigation?.canGoBack === false)
      isClosed.value = true
    else
      view?.history.back()
  }

  function pageUrl(): string {
    return (state.value?.url ?? new URL(opened.value.path, location.origin).href).replace(/#.*$/s, '')
  }

  watch(() => client.network, network => control()?.setNetwork(network))
  // Each of these is another client: the page is opened anew.
  watch(() => {
    const { network: _, ...rest } = client
    return Object.values(rest)
  }, () => open(pagePath.value, opened.value.from))

  /** The cookie is the frame's: an ordinary tab beside or after it is none of WeChat's clients. */
  function leave(): void {
    document.cookie = `${CLIENT_COOKIE}=; path=/; max-age=0`
  }

  onMounted(() => {
    window.addEventListener('message', onMessage)
    window.addEventListener('pagehide', leave)
    window.addEventListener('pageshow', tellServer)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('message', onMessage)
    window.removeEventListener('pagehide', leave)
    window.removeEventListener('pageshow', tellServer)
    leave()
  })

  return {
    address,
    pagePath,
    src: computed(() => opened.value.path),
    name,
    key,
    isOpened: computed(() => opened.value.count > 0),
    isForeign,
    isLoading,
    state,
    history,
    open,
    isOutside,
    loaded: () => {
      isLoading.value = false
      isOutside.value = !control()
      if (isOutside.value)
        state.value = undefined
    },
    reload: () => {
      isLoading.value = true
      frame.value?.contentWindow?.location.reload()
    },
    isClosed,
    isFromLink: computed(() => opened.value.from === 'bare-link'),
    back,
    share,
    lookAtShare,
    pageUrl,
    control,
  }
}

export type WebView = ReturnType<typeof useWebView>
