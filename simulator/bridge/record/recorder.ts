import type { Host, Platform } from '../client/platforms'
import { shortenAll } from './shorten'
import type { BridgeCall, PageRequest, Params, WechatState } from './state'

const KEPT = 500

/** Holds the state, tells who listens, and knows when nothing is under way. */
export class Recorder {
  readonly state: WechatState
  private pending = 0
  private lastId = 0
  private isTelling = false
  private readonly listeners = new Set<() => void>()

  constructor({ platform, host = 'wechat' }: { platform: Platform, host?: Host }, landingUrl: string) {
    this.state = {
      platform,
      host,
      openedAt: Date.now(),
      landingUrl,
      url: location.href,
      title: '',
      configurations: [],
      granted: [],
      cards: {},
      shares: [],
      shareListenersSet: 0,
      calls: [],
      requests: [],
      questions: [],
      hiddenMenuItems: [],
      closed: false,
      miniProgramMessages: [],
    }
  }

  /** A copy: changing it does not change the state. */
  snapshot(): WechatState {
    return JSON.parse(JSON.stringify(this.state))
  }

  nextId(): number {
    return ++this.lastId
  }

  addCall(name: string, params: Params): BridgeCall {
    return this.add(this.state.calls, { id: this.nextId(), at: Date.now(), name, params: shortenAll(params) })
  }

  addRequest(request: Pick<PageRequest, 'method' | 'url' | 'body'>): PageRequest {
    return this.add(this.state.requests, { id: this.nextId(), at: Date.now(), ...request })
  }

  /** Counts work as under way until it settles. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.pending += 1
    this.changed()
    try {
      return await work
    }
    finally {
      this.pending -= 1
      this.changed()
    }
  }

  /** Tells the listeners, once for all changes of this moment. */
  changed(): void {
    if (this.isTelling)
      return
    this.isTelling = true
    queueMicrotask(() => {
      this.isTelling = false
      for (const listener of this.listeners)
        listener()
    })
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

  private add<Entry>(list: Entry[], entry: Entry): Entry {
    list.push(entry)
    for (const kept of [list, this.state.configurations, this.state.shares])
      kept.splice(0, kept.length - KEPT)
    return entry
  }
}

export function nextTask(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 0))
}
