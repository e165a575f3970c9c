import type { WechatSignedConfig } from '../../../shared/wechat'
import { getConfig } from '../../http/config/config'
import { getPublicHost } from '../../http/request/client-address'
import { getWechat } from '../../http/wechat-instance'
import { defineWechatHandler } from '../../utils/wechat'
import { assertJsDomain, ownDomain, readPageUrl } from '../../wechat'

/** The last answers, by all that they depend on. Each is given for its own second only: a page that many open at once is signed once a second. */
const answers = new Map<string, WechatSignedConfig>()
/** A key may be 28 kB long. */
const MAX_ANSWERS = 100

/** What `wx.config` needs for the page at `?url=`. */
export default defineWechatHandler('GET', (event) => {
  const { jsDomains, trustedProxies } = getConfig()
  const host = getPublicHost(event, trustedProxies)
  const key = `${host} ${event.path}`
  const answer = answers.get(key)
  if (answer?.timestamp === Math.floor(Date.now() / 1000))
    return answer
  const url = readPageUrl(readQuery(event.path))
  assertJsDomain(url, jsDomains.length > 0 ? jsDomains : ownDomain(host))
  return sign(url, key)
})

async function sign(url: string, key: string): Promise<WechatSignedConfig> {
  const answer = await getWechat().signPage(url)
  if (answers.size >= MAX_ANSWERS)
    answers.clear()
  answers.set(key, answer)
  return answer
}

/** The raw query of a path, without its `?`. */
function readQuery(path: string): string {
  const start = path.indexOf('?')
  return start < 0 ? '' : path.slice(start + 1)
}
