import { getConfig } from '../../http/config/config'
import { getPublicHost } from '../../http/request/client-address'
import { getWechat } from '../../http/wechat-instance'
import { defineWechatHandler } from '../../utils/wechat'
import { assertJsDomain, ownDomain, readPageUrl } from '../../wechat'

/** What `wx.config` needs for the page at `?url=`. */
export default defineWechatHandler('GET', (event) => {
  const { jsDomains, trustedProxies } = getConfig()
  const url = readPageUrl(readQuery(event.path))
  assertJsDomain(url, jsDomains.length > 0 ? jsDomains : ownDomain(getPublicHost(event, trustedProxies)))
  return getWechat().signPage(url)
})

/** The raw query of a path, without its `?`. */
function readQuery(path: string): string {
  const start = path.indexOf('?')
  return start < 0 ? '' : path.slice(start + 1)
}
