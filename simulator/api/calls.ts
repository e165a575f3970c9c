import { type Endpoint, endpointNames } from './account/account'
import type { Params } from './answers/request'
import type { Answer } from './answers/errcodes'
import type { Fault } from './faults/faults'
import type { PageName } from './oauth/authorize-rules'

/** One call of WeChat's API, or a visit of its authorise page. Holds secrets and tokens as they came: mask them before showing them. */
export interface ApiCall {
  /** 1, 2, 3 in the order of their coming. */
  id: number
  endpoint: Endpoint | PageName
  method: string
  /** When it came by WeChat's clock, in milliseconds since 1970. */
  at: number
  /** When it came by this machine's clock, which is never moved. */
  realAt: number
  ip: string
  params: Params
  /** WeChat's answer; none while it is made, or when a fault swallowed it. */
  answer?: Answer
  fault?: Fault['kind']
  /** What the documents would refuse of it, though WeChat takes it. */
  warnings?: string[]
  /** Milliseconds until it was answered; none while it is under way. */
  durationMs?: number
}

const KEPT = 1000

/** The last calls in order, and how many there were in all. */
export class CallLog {
  readonly calls: ApiCall[] = []
  private readonly counts = new Map<ApiCall['endpoint'], number>()

  private last = 0

  add(details: Omit<ApiCall, 'id'>): ApiCall {
    const call = { id: ++this.last, ...details }
    this.calls.push(call)
    if (this.calls.length > KEPT)
      this.calls.shift()
    this.counts.set(call.endpoint, (this.counts.get(call.endpoint) ?? 0) + 1)
    return call
  }

  /** Calls of the API, of one endpoint or in all. */
  count(endpoint?: Endpoint): number {
    if (endpoint)
      return this.counts.get(endpoint) ?? 0
    return endpointNames.reduce((sum, name) => sum + this.count(name), 0)
  }

  /** Forgets the calls, and goes on counting. */
  clear(): void {
    this.calls.length = 0
  }

  clearCounts(): void {
    this.counts.clear()
  }
}

/** This machine's time in milliseconds since 1970, whatever `Date.now` was made to say. */
export function realNow(): number {
  return Math.round(performance.timeOrigin + performance.now())
}
