import { computed, readonly, ref, shallowRef } from 'vue'
import { useNuxtApp, useRequestEvent } from '#imports'
import type { WechatApi, WechatApiArguments, WechatApiResult } from '../utils/wechat/bridge/api'
import { callWechatApi } from '../utils/wechat/bridge/call'
import { WechatSdkError } from '../utils/wechat/error'
import type { WechatStatus } from '../utils/wechat/share/share-stack'
import type { WechatOpenTagName } from '../shared/wechat'
import { useOpenTagError } from '../utils/wechat/page/open-tag-error'
import { recordRequest } from '../utils/wechat/page/record-request'
import { whileOnPage } from '../utils/wechat/page/while-on-page'

export { WechatSdkError }
export type { WechatApi, WechatApiArguments, WechatApiResult }

/**
 * Calls WeChat's device functions from a page: camera, location, scanner, payment and the like.
 *
 * Callable wherever {@link useWechatShare} is. `status` tells how the configuration stands, as there; `error` also tells of a client
 * that is configured and shows no open tags. `call` waits for it by itself. It
 * gives what the API's `success` gets, and rejects with a {@link WechatSdkError}: when the client refuses, when the user cancels
 * (`cancelled`), when nothing answers, and outside WeChat (`…:unsupported`).
 *
 * @param request the APIs and open tags that the page needs, by their names in the JS-SDK.
 * @example
 * const { call } = useWechatSdk({ jsApiList: ['chooseImage'] })
 * const { localIds } = await call('chooseImage', { count: 1 })
 */
export function useWechatSdk(request: { jsApiList: WechatApi[], openTagList?: WechatOpenTagName[] }) {
  const status = ref<WechatStatus>('unsupported')
  const failure = shallowRef<Error>()
  const isSupported = ref(false)

  const { $wechat } = useNuxtApp()
  if (import.meta.server)
    recordRequest(useRequestEvent(), request)
  const openTagError = useOpenTagError(request.openTagList)
  let isOnPage = false
  let latest = 0

  async function configure(): Promise<void> {
    if (!$wechat || !isOnPage)
      return
    const attempt = ++latest
    if (status.value !== 'set') {
      status.value = 'configuring'
      failure.value = undefined
    }
    const reason = await $wechat.then(({ client }) => client.configure(request)).then(() => undefined, (error: Error) => error)
    if (attempt !== latest)
      return
    status.value = reason ? 'failed' : 'set'
    failure.value = reason
  }

  if ($wechat) {
    // Where the client checks the current URL, what it granted ends with that URL.
    const settled = $wechat.then(({ onSettled }) => onSettled(configure), () => undefined)
    whileOnPage({
      enter() {
        isOnPage = isSupported.value = true
        void configure()
      },
      leave() {
        isOnPage = false
        latest++
      },
      end: () => void settled.then(listener => listener?.stop()),
    })
  }

  async function call<Api extends WechatApi>(api: Api, ...[params]: WechatApiArguments<Api>): Promise<WechatApiResult<Api>> {
    if (!$wechat)
      throw new WechatSdkError(api, `${api}:unsupported`, { hint: 'Open this page in WeChat.' })
    return await callWechatApi((await $wechat).client, api, params ?? {})
  }

  return { call, status: readonly(status), error: computed(() => failure.value ?? openTagError.value), isSupported: readonly(isSupported) }
}
