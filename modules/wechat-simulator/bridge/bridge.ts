import { deviceHandlers, type Handler } from './device'
import type { BridgeOptions } from './options'
import { Permissions } from './permissions'
import type { PlatformTraits } from './platforms'
import { nextTask, type Recorder } from './recorder'
import { type Listener, Sharing } from './share'
import type { Params, Share, ShareTarget } from './state'

type Callback = (answer: Params) => void

/** `window.WeixinJSBridge`, as a page and the JS-SDK find it. */
export interface Bridge {
  invoke(name: string, params?: Params, callback?: Callback): void
  call(name: string, params?: Params, callback?: Callback): void
  on(event: string, listener: Listener): void
}

const menuFunctions = ['hideOptionMenu', 'showOptionMenu', 'hideMenuItems', 'showMenuItems', 'hideAllNonBaseMenuItem', 'showAllNonBaseMenuItem']
const newShareFunctions = ['updateAppMessageShareData', 'updateTimelineShareData']

/** WeChat's side of the bridge. Every answer is a fresh object and comes in a task of its own. */
export function createBridge(recorder: Recorder, traits: PlatformTraits, options: BridgeOptions): { bridge: Bridge, tapShare: (to: ShareTarget) => Promise<Share> } {
  const permissions = new Permissions(recorder, traits, options.verifyUrl ?? '/__wechat/client/verify')
  const sharing = new Sharing(recorder, permissions)

  const handlers: Record<string, Handler> = {
    ...deviceHandlers(traits),
    ...Object.fromEntries(menuFunctions.map(name => [name, () => ({ err_msg: `${name}:ok` })])),
    preVerifyJSAPI: params => permissions.preVerify(params),
    updateAppMessageShareData: params => sharing.keep('updateAppMessageShareData', 'chat', params),
    updateTimelineShareData: params => sharing.keep('updateTimelineShareData', 'moments', params),
    sendAppMessage: params => sharing.send('send_app_msg', 'chat', params),
    shareTimeline: params => sharing.send('share_timeline', 'moments', params),
    closeWindow: () => {
      recorder.state.closed = true
      return { err_msg: 'close_window:ok' }
    },
    checkJsApi: ({ jsApiList }) => {
      const known = Object.fromEntries((Array.isArray(jsApiList) ? jsApiList : []).map(name => [name, exists(String(name))]))
      return { err_msg: 'checkJsApi:ok', checkResult: traits.nestsAsText ? JSON.stringify(known) : known }
    },
  }
  if (options.oldClient)
    newShareFunctions.forEach(name => Reflect.deleteProperty(handlers, name))

  const exists = (name: string) => Object.hasOwn(handlers, name) || name.startsWith('menu:share:')

  async function answer(name: string, params: Params): Promise<Params> {
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined
    if (!handler)
      return { err_msg: 'system:function_not_exist' }
    const refusal = permissions.refusal(name)
    return refusal ? { err_msg: refusal } : handler(params)
  }

  function invoke(name: string, params: Params = {}, callback?: Callback): void {
    // Through JSON, as it crosses to the native side.
    const sent: Params = JSON.parse(JSON.stringify(params ?? {}))
    const call = recorder.addCall(name, sent)
    void recorder.during(answer(name, sent).then(async (given) => {
      await nextTask()
      call.answer = { ...given }
      try {
        callback?.({ ...given })
      }
      catch (error) {
        reportError(error)
      }
    }))
  }

  return {
    bridge: { invoke, call: invoke, on: (event, listener) => sharing.listen(event, listener) },
    tapShare: to => sharing.tap(to),
  }
}
