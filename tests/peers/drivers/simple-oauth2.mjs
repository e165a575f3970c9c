import { AuthorizationCode } from 'simple-oauth2'
import { codeOf, orThrow } from './errcode.mjs'

export function open({ appId, appSecret }) {
  const client = new AuthorizationCode({
    client: { id: appId, secret: appSecret, idParamName: 'appid', secretParamName: 'secret' },
    auth: { tokenHost: 'https://api.weixin.qq.com', tokenPath: '/sns/oauth2/access_token', authorizeHost: 'https://open.weixin.qq.com', authorizePath: '/connect/oauth2/authorize' },
    options: { authorizationMethod: 'body', bodyFormat: 'form' },
    // WeChat says that its JSON is text.
    http: { json: 'force' },
  })
  return {
    authorizeUrl: origin => client.authorizeURL({ redirect_uri: `${origin}/callback`, scope: 'snsapi_userinfo', state: 'a1' }),
    async signIn(callback) {
      const { token } = await client.getToken({ code: codeOf(callback) })
      const { access_token, openid } = orThrow(token)
      // It has no call for the user.
      return orThrow(await (await fetch(`https://api.weixin.qq.com/sns/userinfo?${new URLSearchParams({ access_token, openid })}`)).json())
    },
  }
}
