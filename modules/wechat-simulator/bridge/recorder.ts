import type { Platform } from './platforms'
import type { BridgeCall, Params, WechatState } from './state'

const KEPT = 500

/** Holds the state, tells who listens, and knows when nothing is under way. */
export class Recorder {
  readonly state: WechatState
  private pending = 0
  private readonly listeners = new Set<() => void>()

  constructor(platform: Platform, landingUrl: string) {
    this.state = { platform, landingUrl, configurations: [], granted: [], cards: {}, shares: [], calls: [], closed: false }
  }

  /** A copy that nobody can change the state with. */
  snapshot(): WechatState {
    return JSON.parse(JSON.stringify(this.state))
  }

  addCall(name: string, params: Params): BridgeCall {
    const call: BridgeCall = { name, params }
    this.state.calls.push(call)
    for (const list of [this.state.calls, this.state.configurations, this.state.shares])
      list.splice(0, list.length - KEPT)
    return call
  }

  /** Counts work as under way until it settles. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.pending += 1
    try {
      return await work
    }
    finally {
      this.pending -= 1
      this.changed()
    }
  }

  changed(): void {
    for (const listener of this.listeners)
      listener()
  }

  /** Calls `listener` after each change, until the function it returns is called. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Settles once no answer is outstanding and none was asked for by the last one. */
  async whenIdle(): Promise<void> {
    do
      await nextTask()
    while (this.pending > 0)
  }
}

export function nextTask(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 0))
}
