/**
 * Calls WeChat's device functions from a page: camera, location, scanner, payment and the like.
 *
 * `status` tells how the configuration stands, as with {@link useWechatShare}. `call` waits for it by itself. It gives what
 * the API's `success` gets, and rejects with a {@link WechatSdkError}: when the client refuses, when the person cancels
 * (`cancelled`), when nothing answers, and outside WeChat (`…:unsupported`).
 *
 * @param request the APIs and open tags that the page needs, by their names in the JS-SDK.
 * @example
 * const { call } = useWechatSdk({ jsApiList: ['chooseImage'] })
 * const { localIds } = await call('chooseImage', { count: 1 })
 */
export function useWechatSdk(request: { jsApiList: WechatApi[], openTagList?: string[] }) {
  const status = ref<WechatStatus>('unsupported')
  const error = shallowRef<Error>()
  const isSupported = ref(false)

  const nuxtApp = useNuxtApp()
  const { $wechat } = nuxtApp
  let isOnPage = false
  let latest = 0

  async function configure(): Promise<void> {
    if (!$wechat || !isOnPage)
      return
    const turn = ++latest
    if (status.value !== 'set') {
      status.value = 'configuring'
      error.value = undefined
    }
    const reason = await $wechat.client.configure(request).then(() => undefined, (failure: Error) => failure)
    if (turn !== latest)
      return
    status.value = reason ? 'failed' : 'set'
    error.value = reason
  }

  if ($wechat) {
    useWhileOnPage(() => {
      isOnPage = isSupported.value = true
      void configure()
    }, () => {
      isOnPage = false
      latest++
    })
    // Where the client checks the current URL, what it granted ends with that URL.
    onScopeDispose(nuxtApp.hook('page:loading:end', configure))
  }

  async function call<Api extends WechatApi>(api: Api, ...[params]: WechatApiArguments<Api>): Promise<WechatApiResult<Api>> {
    if (!$wechat)
      throw new WechatSdkError(api, `${api}:unsupported`, { hint: 'Open this page in WeChat.' })
    return await callWechatApi($wechat.client, api, params ?? {})
  }

  return { call, status: readonly(status), error: shallowReadonly(error), isSupported: readonly(isSupported) }
}
