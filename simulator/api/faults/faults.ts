import type { Endpoint } from '../account/account'

/** What can go wrong between an app and WeChat, or at WeChat. */
export type Fault
  = | { kind: 'errcode', errcode: number, errmsg?: string }
  /** Takes the call and never answers. */
    | { kind: 'timeout' }
  /** Sends one byte now and then, for ever. */
    | { kind: 'slow-body', everyMs?: number }
  /** Cuts the connection. */
    | { kind: 'reset' }
  /** A page of some proxy, with HTTP 200. */
    | { kind: 'html' }
  /** The right answer, cut in the middle. */
    | { kind: 'truncated' }
    | { kind: 'empty' }
  /** 40 MB that begin like an answer. */
    | { kind: 'oversized' }
    | { kind: 'http-status', status: number }
    | { kind: 'redirect', location?: string }
  /** The right answer with another `expires_in`: any JSON value, or left out when `undefined`. */
    | { kind: 'expires-in', value?: unknown }
  /** The right answer, later. */
    | { kind: 'delay', ms: number }

/** A fault that is switched on, and for which calls. */
export interface ActiveFault {
  endpoint: Endpoint | 'all'
  fault: Fault
}

interface Active {
  fault: Fault
  timesLeft: number
}

/** The faults that are switched on, one for each endpoint or for all of them. */
export class Faults {
  private readonly active = new Map<Endpoint | 'all', Active>()

  /** @param times for so many calls; default: until it is switched off. */
  set(endpoint: Endpoint | 'all', fault: Fault, times = Infinity): void {
    this.active.set(endpoint, { fault, timesLeft: times })
  }

  remove(endpoint: Endpoint | 'all'): void {
    this.active.delete(endpoint)
  }

  clear(): void {
    this.active.clear()
  }

  /** Those that are on now. */
  get list(): ActiveFault[] {
    return [...this.active].map(([endpoint, { fault }]) => ({ endpoint, fault }))
  }

  /** The fault that strikes this call, its own before the one for all. */
  take(endpoint: Endpoint): Fault | undefined {
    const key = this.active.has(endpoint) ? endpoint : 'all'
    const active = this.active.get(key)
    if (!active)
      return undefined
    active.timesLeft -= 1
    if (active.timesLeft <= 0)
      this.active.delete(key)
    return active.fault
  }
}
