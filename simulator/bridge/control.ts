import type { Network } from './client/options'
import type { Recorder } from './record/recorder'
import type { DeviceAnswer, Share, ShareTarget, WechatState } from './record/state'

/** `window.__wechatSimulator`: the client as a test or the simulator's own page sees and moves it. */
export interface WechatControl {
  /** A copy of what the client knows now. */
  readonly state: WechatState
  /** Settles once no answer of the bridge is outstanding. */
  whenIdle(): Promise<void>
  /** Calls back after each change, until the returned function is called. */
  subscribe(listener: (state: WechatState) => void): () => void
  /** Shares by WeChat's menu, as a user would. */
  tapShare(to: ShareTarget): Promise<Share>
  /** What {@link tapShare} would be given by the page. Nothing is shared. */
  lookAtShare(to: ShareTarget): Promise<Share>
  /** Answers a question of the state; without an answer the user cancels. */
  answer(id: number, answer?: DeviceAnswer): void
  /** The album's pictures to choose from, as data URLs. */
  readonly pictures: string[]
  /** What `getNetworkType` answers from now on. */
  setNetwork(network: Network): void
  /** Closes what lies over the page. */
  closeView(): void
}

/** The message that a frame sends to the page around it after each change. */
export interface StateMessage {
  type: 'wechat-simulator:state'
  state: WechatState
}

declare global {
  interface Window {
    readonly __wechatSimulator?: WechatControl
  }
}

/** Puts the control on the window, where listing the window's properties does not show it. */
export function exposeControl(control: WechatControl): void {
  Object.defineProperty(window, '__wechatSimulator', { value: control, enumerable: false, configurable: true })
}

/** Tells the page around this frame of each change, if it is of the same origin. */
export function reportToParent(recorder: Recorder): void {
  if (window.parent === window)
    return
  const report = () => {
    const message: StateMessage = { type: 'wechat-simulator:state', state: recorder.snapshot() }
    window.parent.postMessage(message, location.origin)
  }
  recorder.subscribe(report)
  report()
}
