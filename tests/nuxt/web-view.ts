import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { createError, getQuery } from 'h3'
import { afterEach, beforeAll, beforeEach, vi } from 'vitest'
import { defineComponent, effectScope, h, type Component, type EffectScope } from 'vue'
import { useNuxtApp, useWechatShare } from '#imports'
import type { WechatErrorData } from '../../shared/wechat'
import { ShareStack } from '../../utils/wechat/share/share-stack'
import { installBridge, settle, sign } from './bridge'

/**
 * For one file of tests: the app in WeChat on Android, as the plugin has set it up, with the real JS-SDK. The server's
 * answers and WeChat's client are stand-ins, fresh for each test; what a test mounts goes with it.
 */
export function useWebView() {
  const asked: string[] = []
  const ends: (() => void)[] = []
  let bridge: ReturnType<typeof installBridge>
  let refusal: WechatErrorData | undefined

  beforeAll(async () => {
    registerEndpoint('/api/wx/config', (event) => {
      const url = String(getQuery(event).url)
      asked.push(url)
      if (refusal)
        throw createError({ statusCode: 503, data: refusal })
      return sign(url)
    })
    installBridge()
    // Loading the SDK is the one step here that takes as long as it takes.
    await (await useNuxtApp().$wechat)?.client.configure({})
  })

  beforeEach(async () => {
    bridge = installBridge()
    asked.length = 0
    refusal = undefined
    history.replaceState(null, '', '/')
    // The web view lives as long as its file; each test begins as if nothing were granted.
    const connection = await useNuxtApp().$wechat
    connection?.client.forget()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })

  afterEach(async () => {
    // The next test begins as if the client held no card: nothing of this one's pages is left to be replaced.
    const connection = await useNuxtApp().$wechat
    if (connection)
      connection.shares = new ShareStack(connection.client, () => window.location.href)
    ends.splice(0).forEach(end => end())
    await settle()
    vi.useRealTimers()
  })

  return {
    /** The URLs that the server was asked to sign. */
    asked,
    get bridge() {
      return bridge
    },
    /** WeChat's client answers like this from now on. */
    answer(answers: Parameters<typeof installBridge>[0]) {
      bridge = installBridge(answers)
      return bridge
    },
    /** The server refuses to sign. */
    refuse(data: WechatErrorData) {
      refusal = data
    },
    async mount(component: Component) {
      const page = await mountSuspended(component)
      ends.push(() => page.unmount())
      return page
    },
    /** Calls composables outside a component. */
    inScope<Result extends object>(setup: () => Result): Result & { scope: EffectScope } {
      const scope = effectScope()
      ends.push(() => scope.stop())
      const result = scope.run(setup)
      if (!result)
        throw new Error('The scope has ended.')
      return Object.assign(result, { scope })
    },
    /** Moves the page to another path, as the router does. */
    async navigate(path: string) {
      history.pushState(null, '', path)
      await useNuxtApp().callHook('page:loading:end')
      await settle()
    },
  }
}

/** Lets time pass, and all that it sets off. */
export async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
  await settle()
}

/** A component that shares, and tells each status it has had. */
export function sharing(source: Parameters<typeof useWechatShare>[0], children?: () => unknown, seen: string[] = []) {
  return defineComponent({
    setup() {
      const { status } = useWechatShare(source)
      return () => {
        seen.push(status.value)
        return h('div', { 'data-status': status.value }, [children?.() as string | undefined])
      }
    },
  })
}
