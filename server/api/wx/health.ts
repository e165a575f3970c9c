import { setResponseStatus } from 'h3'
import { answerNonce } from '../../http/request/site-proof'
import { defineWechatHandler, useWechat } from '../../utils/wechat'

/** Whether this process can sign pages: what a load balancer asks. */
export default defineWechatHandler('GET', (event) => {
  const health = useWechat().health()
  setResponseStatus(event, health.status === 'ok' ? 200 : 503)
  return { ...health, ...answerNonce(event) }
})
