import type { Recorder } from '../record/recorder'
import type { Handler } from './device'
import type { Sharing } from './share'
import { shareTargetList } from './share-targets'

/** The mini program shares and takes payments itself: its web view has none of these. */
export const notInMiniPrograms = ['updateAppMessageShareData', 'updateTimelineShareData', 'getBrandWCPayRequest', ...shareTargetList.map(([, { call }]) => call)]

const moves = ['navigateTo', 'navigateBack', 'switchTab', 'reLaunch', 'redirectTo']

/**
 * `wx.miniProgram`: the page moves the mini program around it, and leaves it messages. The mini program gets them when it is shared; of
 * the messages of `useWechatShare` it makes its card.
 */
export function miniProgramHandlers(recorder: Recorder, sharing: Sharing): Record<string, Handler> {
  const { state } = recorder
  return {
    invokeMiniProgramAPI: ({ name, arg }) => {
      if (name === 'postMessage') {
        state.miniProgramMessages.push(arg)
        sharing.keepPosted(arg)
      }
      else if (moves.includes(String(name))) {
        const { url } = Object(arg)
        state.viewing = { id: recorder.nextId(), kind: 'mini-program', move: String(name), ...url !== undefined && { url: String(url) } }
      }
      else {
        return { err_msg: `invokeMiniProgramAPI:fail_invalid name ${String(name)}` }
      }
      return { err_msg: 'invokeMiniProgramAPI:ok' }
    },
  }
}
