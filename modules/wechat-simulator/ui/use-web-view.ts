import { computed, onBeforeUnmount, onMounted, type Ref, ref } from 'vue'
import type { StateMessage } from '../bridge/control'
import { frameName } from '../bridge/options'
import type { Platform } from '../bridge/platforms'
import type { WechatState } from '../bridge/state'
import { MOUNT } from '../mount'

/** A frame that is a web view of WeChat: what it opens, and what the client in it knows. */
export function useWebView(frame: Readonly<Ref<HTMLIFrameElement | null>>) {
  const platform = ref<Platform>('ios')
  const path = ref('/')
  const opened = ref({ path: '/', count: 0 })
  let lastSeen = ''
  const isForeign = ref(false)
  const state = ref<WechatState>()
  const name = computed(() => frameName({ platform: platform.value }))
  /** A new key is a new frame: a fresh web view with a landing URL of its own. */
  const key = computed(() => `${platform.value} ${opened.value.count}`)

  function open(): void {
    const url = URL.canParse(path.value, location.origin) ? new URL(path.value, location.origin) : undefined
    // The simulator inside the simulator would be a hall of mirrors.
    isForeign.value = url?.origin !== location.origin || url.pathname.replace(/\/$/, '') === MOUNT
    if (!url || isForeign.value)
      return
    state.value = undefined
    lastSeen = ''
    opened.value = { path: url.href.slice(url.origin.length), count: opened.value.count + 1 }
  }

  /** Loads the page again in the same web view. */
  function reload(): void {
    frame.value?.contentWindow?.location.reload()
  }

  function onMessage(event: MessageEvent<StateMessage | undefined>): void {
    const view = frame.value?.contentWindow
    if (!view || event.source !== view || event.origin !== location.origin || event.data?.type !== 'wechat-simulator:state')
      return
    state.value = event.data.state
    // Follows the page, and leaves alone what is being typed while the page stays.
    const seen = view.location.href.slice(location.origin.length)
    if (seen !== lastSeen)
      path.value = lastSeen = seen
  }

  onMounted(() => window.addEventListener('message', onMessage))
  onBeforeUnmount(() => window.removeEventListener('message', onMessage))

  return { platform, path, src: computed(() => opened.value.path), name, key, isForeign, state, open, reload }
}
