import type { Recorder } from '../record/recorder'
import type { Handler } from './device'
import { shareTargetList } from './share-targets'

/** The mini program shares and takes payments itself: its web view has none of these. */
export const notInMiniPrograms = ['updateAppMessageShareData', 'updateTimelineShareData', 'getBrandWCPayRequest', ...shareTargetList.map(([, { call }]) => call)]

const moves = ['navigateTo', 'navigateBack', 'switchTab', 'reLaunch', 'redirectTo']

/** `wx.miniProgram`: the page moves the mini program around it, and leaves it messages for when it is shared. */
export function miniProgramHandlers({ state }: Recorder): Record<string, Handler> {
  return {
    invokeMiniProgramAPI: ({ name, arg }) => {
      if (name === 'postMessage')
        state.miniProgramMessages.push(arg)
      else if (!moves.includes(String(name)))
        return { err_msg: `invokeMiniProgramAPI:fail_invalid name ${String(name)}` }
      return { err_msg: 'invokeMiniProgramAPI:ok' }
    },
  }
}
