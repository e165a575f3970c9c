import { getConfig } from '../../http/config/config'
import { getPublicHost } from '../../http/request/client-address'
import { defineWechatHandler, useWechat } from '../../utils/wechat'
import { assertJsDomain, ownDomain, readPageUrl } from '../../wechat'

/** What `wx.config` needs for the page at `?url=`. */
export default defineWechatHandler('GET', async (event) => {
  const { jsDomains, trustedProxies } = getConfig()
  const [, ...query] = event.path.split('?')
  const url = readPageUrl(query.join('?'))
  assertJsDomain(url, jsDomains.length > 0 ? jsDomains : ownDomain(getPublicHost(event, trustedProxies)))
  return await useWechat().signPage(url)
})
