import { getConfig } from '../../http/config/config'
import { getPublicHost } from '../../http/request/client-address'
import { getWechat } from '../../http/wechat-instance'
import { defineWechatHandler } from '../../utils/wechat'
import { assertJsDomain, ownDomain, readPageUrl } from '../../wechat'

/** What `wx.config` needs for the page at `?url=`. */
export default defineWechatHandler('GET', (event) => {
  const { jsDomains, trustedProxies } = getConfig()
  const url = readPageUrl(event.path.replace(/^[^?]*\??/, ''))
  assertJsDomain(url, jsDomains.length > 0 ? jsDomains : ownDomain(getPublicHost(event, trustedProxies)))
  return getWechat().signPage(url)
})
