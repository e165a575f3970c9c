import { assertJsDomain, ownDomain, readPageUrl } from '../../wechat'

/** What `wx.config` needs for the page at `?url=`. */
export default defineWechatHandler('GET', async (event) => {
  const { jsDomains, trustedProxies } = useWechatConfig()
  const [, ...query] = event.path.split('?')
  const url = readPageUrl(query.join('?'))
  assertJsDomain(url, jsDomains.length > 0 ? jsDomains : ownDomain(getPublicHost(event, trustedProxies)))
  return await useWechat().signPage(url)
})
