import { CacheInterface, OfficialAccount } from 'node-easywechat'
import { codeOf } from './errcode.mjs'

/** Its own one writes files. */
class MemoryCache extends CacheInterface {
  kept = new Map()
  get = async (id, otherwise = null) => this.kept.get(id) ?? otherwise
  has = async id => this.kept.has(id)
  set = async (id, value) => Boolean(this.kept.set(id, value))
  delete = async id => this.kept.delete(id)
}

export function open({ appId, appSecret }) {
  const app = new OfficialAccount({ app_id: appId, secret: appSecret })
  app.setCache(new MemoryCache())
  return {
    fetchToken: () => app.getAccessToken().getToken(),
    fetchTicket: () => app.getTicket().getTicket(),
    sign: url => app.getUtils().buildJsSdkConfig(url),
    // With node-socialite.
    authorizeUrl: origin => app.getOAuth().withState('a1').redirect(`${origin}/callback`),
    qrConnectUrl: origin => app.getOAuth().scopes(['snsapi_login']).withState('a1').redirect(`${origin}/callback`),
    async signIn(callback) {
      const user = await app.getOAuth().userFromCode(codeOf(callback))
      return { openid: user.getId(), nickname: user.getNickname() }
    },
  }
}
