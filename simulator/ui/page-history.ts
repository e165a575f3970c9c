import type { BridgeCall, Configuration, PageRequest, WechatState } from '../bridge/record/state'

const KEPT = 1000

/** What happened in all the pages of a web view: each page begins anew, and this keeps what came before. */
export class PageHistory {
  readonly calls = new Map<string, BridgeCall>()
  readonly requests = new Map<string, PageRequest>()
  readonly configurations = new Map<string, Configuration>()

  /** A page tells all that it knows each time: what was cleared does not come back by it. */
  clearedAt = 0

  take({ openedAt, calls, requests, configurations }: WechatState): void {
    const isNews = ({ at }: { at: number }) => at > this.clearedAt
    calls.filter(isNews).forEach(call => keep(this.calls, `${openedAt} ${call.id}`, call))
    requests.filter(isNews).forEach(request => keep(this.requests, `${openedAt} ${request.id}`, request))
    configurations.forEach(configuration => keep(this.configurations, `${openedAt} ${configuration.id}`, configuration))
  }

  clear(): void {
    this.clearedAt = Date.now()
    this.calls.clear()
    this.requests.clear()
  }
}

function keep<Entry>(map: Map<string, Entry>, key: string, entry: Entry): void {
  map.set(key, entry)
  const [oldest] = map.keys()
  if (map.size > KEPT && oldest !== undefined)
    map.delete(oldest)
}
