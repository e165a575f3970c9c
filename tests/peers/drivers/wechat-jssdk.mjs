import { JSSDK, OAuth, Store } from 'wechat-jssdk'
import { codeOf } from './errcode.mjs'

export function open({ appId, appSecret }) {
  // Of its stores the one that keeps all in memory.
  const jssdk = new JSSDK({ appId, appSecret, store: new Store() })
  const oauth = new OAuth({ appId, appSecret, wechatRedirectUrl: 'http://127.0.0.1/', store: new Store() })
  return {
    fetchToken: async () => (await jssdk.prepareGlobalToken()).accessToken,
    fetchTicket: async () => (await jssdk.prepareGlobalToken()).jsapi_ticket,
    sign: url => jssdk.getSignature(url),
    authorizeUrl: origin => oauth.generateOAuthUrl(`${origin}/callback`, 'snsapi_userinfo', 'a1'),
    signIn: callback => oauth.getUserInfo(codeOf(callback)),
  }
}
