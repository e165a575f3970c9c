import { type AskUser, deviceHandlers, type Handler } from './calls/device'
import { menuHandlers } from './calls/menu'
import { type AskServer, mediaHandlers } from './calls/media'
import { miniProgramHandlers, notInMiniPrograms } from './calls/mini-program'
import { shareTargetList } from './calls/share-targets'
import { voiceHandlers, Voices } from './calls/voice'
import type { Network } from './client/options'
import type { Permissions } from './calls/permissions'
import type { Album } from './calls/pictures'
import type { PlatformTraits } from './client/platforms'
import { nextTask, type Recorder } from './record/recorder'
import type { Listener, Sharing } from './calls/share'
import { shortenAll } from './record/shorten'
import type { Params, RefusalReason } from './record/state'
import { viewHandlers } from './view'

type Callback = (answer: Params) => void

/** `window.WeixinJSBridge`, as a page and the JS-SDK find it. */
export interface Bridge {
  invoke(name: string, params?: Params, callback?: Callback): void
  call(name: string, params?: Params, callback?: Callback): void
  on(event: string, listener: Listener): void
}

export interface BridgeParts {
  recorder: Recorder
  traits: PlatformTraits
  permissions: Permissions
  sharing: Sharing
  album: Album
  ask: AskUser
  network: () => Network
  server: AskServer
  oneUploadAtATime: boolean
}

/** WeChat's side of the bridge. Every answer is a fresh object and comes in a task of its own. */
export function createBridge({ recorder, traits, permissions, sharing, album, ask, network, server, oneUploadAtATime }: BridgeParts): Bridge {
  const voices = new Voices()
  const isMiniProgram = recorder.state.host === 'miniprogram'
  const handlers: Record<string, Handler> = {
    ...deviceHandlers(traits, album, ask, network),
    ...menuHandlers(recorder),
    ...viewHandlers(recorder),
    ...mediaHandlers(server, { Image: album, Voice: voices }, oneUploadAtATime),
    ...voiceHandlers(voices, (event, params) => sharing.emit(event, params)),
    ...isMiniProgram && miniProgramHandlers(recorder, sharing),
    ...traits.hasNewShareCalls && {
      updateAppMessageShareData: (params: Params) => sharing.keep('updateAppMessageShareData', 'chat', params),
      updateTimelineShareData: (params: Params) => sharing.keep('updateTimelineShareData', 'moments', params),
    },
    preVerifyJSAPI: params => permissions.preVerify(params),
    ...Object.fromEntries(shareTargetList.map(([to, { call, answer = call }]): [string, Handler] => [call, params => sharing.send(answer, to, params)])),
    closeWindow: () => {
      recorder.state.closed = true
      return { err_msg: 'close_window:ok' }
    },
    checkJsApi: ({ jsApiList }) => {
      const known = Object.fromEntries((Array.isArray(jsApiList) ? jsApiList : []).map(name => [name, exists(String(name))]))
      return { err_msg: 'checkJsApi:ok', checkResult: traits.nestsAsText ? JSON.stringify(known) : known }
    },
  }

  if (isMiniProgram)
    notInMiniPrograms.forEach(name => Reflect.deleteProperty(handlers, name))
  const exists = (name: string) => Object.hasOwn(handlers, name) || (name.startsWith('menu:share:') && !isMiniProgram)

  async function answer(name: string, params: Params, refused: RefusalReason | undefined): Promise<Params> {
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined
    if (!handler)
      return { err_msg: 'system:function_not_exist' }
    if (refused)
      return { err_msg: refused === 'not-configured' ? `${name}:fail, the permission value is offline verifying` : 'system:access_denied' }
    return handler(params)
  }

  function invoke(name: string, params: Params = {}, callback?: Callback): void {
    // Through JSON, as it crosses to the native side.
    const sent: Params = JSON.parse(JSON.stringify(params ?? {}))
    if (sharing.takesForPreview(name, sent))
      return
    const refused = exists(name) ? permissions.refusal(name) : undefined
    const call = recorder.addCall(name, sent)
    if (refused)
      call.refused = refused
    void recorder.during(answer(name, sent, refused).then(async (given) => {
      await nextTask()
      call.answer = shortenAll(given)
      call.durationMs = Date.now() - call.at
      try {
        callback?.({ ...given })
      }
      catch (error) {
        reportError(error)
      }
    }))
  }

  return { invoke, call: invoke, on: (event, listener) => sharing.listen(event, listener) }
}
