import type { H3Event } from 'h3'
import type { PageRequest } from '../../../shared/page-request'
import { toBridgeName } from '../bridge/bridge'
import type { WechatRequest } from '../bridge/bridge-client'

/** On the server: what a page asks of WeChat's client is known as it is rendered, and goes into its HTML. */
export function recordRequest(event: H3Event | undefined, { jsApiList = [], openTagList = [] }: WechatRequest): void {
  if (!event)
    return
  const { apis, tags }: PageRequest = event.context.wechatPageRequest ??= { apis: new Set(), tags: new Set() }
  jsApiList.forEach(api => apis.add(toBridgeName(api)))
  openTagList.forEach(tag => tags.add(tag))
}
