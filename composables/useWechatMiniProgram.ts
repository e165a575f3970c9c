import { computed, getCurrentInstance, onMounted, readonly, ref } from 'vue'
import { useNuxtApp } from '#imports'
import type { WechatHost } from '../shared/wechat'
import type { WechatMiniProgramParams } from '../utils/wechat/mini-program'
import { detectOwnClient } from '../utils/wechat/platform'

/** What shows the page. */
export type WechatEnv = WechatHost | 'browser'

/**
 * The mini program around the page, where it is open in one's web view.
 *
 * `env` is `undefined`, and `isInside` false, on the server and until the browser knows; on some systems WeChat tells only once its
 * client has started. The functions are those of `wx.miniProgram`, with the same parameters. They reject with a
 * {@link WechatSdkError}: `…:unsupported` outside a mini program, otherwise with what the mini program says. What is posted arrives when
 * the user shares, goes back or leaves the page.
 *
 * @example
 * const { isInside, navigateTo } = useWechatMiniProgram()
 * await navigateTo({ url: '/pages/order/order?id=7' })
 */
export function useWechatMiniProgram() {
  const { $wechat } = useNuxtApp()
  const env = ref<WechatEnv>()

  async function find(): Promise<void> {
    const host = detectOwnClient()?.host
    env.value = !host ? 'browser' : host === 'miniprogram' ? host : undefined
    if (env.value)
      return
    const wechat = await $wechat?.catch(() => undefined)
    env.value = wechat ? await (await load()).findHost(wechat.client) : host
  }

  // In setup not before the component is mounted: what is hydrated equals what the server rendered.
  const instance = getCurrentInstance()
  if (instance && !instance.isMounted)
    onMounted(find)
  else if (import.meta.client)
    void find()

  async function call<Name extends keyof WechatMiniProgramParams>(name: Name, params: WechatMiniProgramParams[Name]): Promise<void> {
    const [{ callMiniProgram }, wechat] = await Promise.all([load(), $wechat])
    await callMiniProgram(wechat?.client, name, params)
  }

  return {
    env: readonly(env),
    isInside: computed(() => env.value === 'miniprogram'),
    navigateTo: (params: WechatMiniProgramParams['navigateTo']) => call('navigateTo', params),
    redirectTo: (params: WechatMiniProgramParams['redirectTo']) => call('redirectTo', params),
    switchTab: (params: WechatMiniProgramParams['switchTab']) => call('switchTab', params),
    reLaunch: (params: WechatMiniProgramParams['reLaunch']) => call('reLaunch', params),
    navigateBack: (params: WechatMiniProgramParams['navigateBack'] = {}) => call('navigateBack', params),
    postMessage: (params: WechatMiniProgramParams['postMessage']) => call('postMessage', params),
  }
}

const load = () => import('../utils/wechat/mini-program')
