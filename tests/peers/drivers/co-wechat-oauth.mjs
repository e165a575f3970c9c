import OAuth from 'co-wechat-oauth'
import { codeOf } from './errcode.mjs'

export function open({ appId, appSecret }) {
  const oauth = new OAuth(appId, appSecret)
  return {
    authorizeUrl: origin => oauth.getAuthorizeURL(`${origin}/callback`, 'a1', 'snsapi_userinfo'),
    qrConnectUrl: origin => oauth.getAuthorizeURLForWebsite(`${origin}/callback`, 'a1'),
    signIn: callback => oauth.getUserByCode(codeOf(callback)),
  }
}
