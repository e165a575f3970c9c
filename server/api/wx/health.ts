import type { WechatHealth } from '../../../shared/wechat'
import { getStorageKind } from '../../http/storage/open-storage'

/** Whether this process can sign pages: what a load balancer asks. */
export default defineWechatHandler('GET', (event): WechatHealth => {
  const health = useWechat().health()
  setResponseStatus(event, health.status === 'ok' ? 200 : 503)
  return { ...health, storage: { kind: getStorageKind(useWechatConfig().storage), ...health.storage } }
})
