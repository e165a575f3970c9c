import { sendNoContent } from 'h3'
import { getConfig } from '../../http/config/config'
import { readReport } from '../../http/report/read-report'
import { limitReports, takeReport } from '../../http/report/report'
import { getClientAddress, toRateLimitKeys } from '../../http/request/client-address'
import { assertSameOrigin } from '../../http/request/same-origin'
import { defineWechatHandler } from '../../utils/wechat'

/** A page tells that WeChat's client refused its configuration or its card. */
export default defineWechatHandler('POST', async (event) => {
  const config = getConfig()
  assertSameOrigin(event, config)
  await limitReports(toRateLimitKeys(getClientAddress(event, config.trustedProxies)))
  takeReport(await readReport(event))
  return sendNoContent(event)
})
