import type { H3Event } from 'h3'
import { toBridgeName } from '../bridge/bridge'
import type { WechatRequest } from '../bridge/bridge-client'

declare module 'h3' {
  interface H3EventContext {
    /** What the page that is being rendered asks of WeChat's client, by the bridge's names. */
    wechatRequest?: { apis: Set<string>, tags: Set<string> }
  }
}

/** On the server: what a page asks of WeChat's client is known as it is rendered, and goes into its HTML. */
export function noteRequest(event: H3Event | undefined, { jsApiList = [], openTagList = [] }: WechatRequest): void {
  if (!event)
    return
  const { apis, tags } = event.context.wechatRequest ??= { apis: new Set(), tags: new Set() }
  jsApiList.forEach(api => apis.add(toBridgeName(api)))
  openTagList.forEach(tag => tags.add(tag))
}
