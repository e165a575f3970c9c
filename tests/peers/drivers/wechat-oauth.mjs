import { promisify } from 'node:util'
import OAuth from 'wechat-oauth'
import { codeOf } from './errcode.mjs'

export function open({ appId, appSecret }) {
  const oauth = new OAuth(appId, appSecret)
  return {
    authorizeUrl: origin => oauth.getAuthorizeURL(`${origin}/callback`, 'a1', 'snsapi_userinfo'),
    qrConnectUrl: origin => oauth.getAuthorizeURLForWebsite(`${origin}/callback`, 'a1', 'snsapi_login'),
    signIn: callback => promisify(oauth.getUserByCode.bind(oauth))(codeOf(callback)),
  }
}
