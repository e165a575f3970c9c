import nest from 'nest-wechat'
import { codeOf, orThrow } from './errcode.mjs'

export function open({ appId, appSecret }) {
  const service = new nest.WeChatService({ appId, secret: appSecret })
  return {
    fetchToken: async () => orThrow(await service.getAccountAccessToken()).access_token,
    fetchTicket: async () => orThrow(await service.getJSApiTicket()).ticket,
    sign: url => service.jssdkSignature(url),
    // It makes no address of the authorise page.
    authorizeUrl: origin => `https://open.weixin.qq.com/connect/oauth2/authorize?${new URLSearchParams({ appid: appId, redirect_uri: `${origin}/callback`, response_type: 'code', scope: 'snsapi_userinfo', state: 'a1' })}#wechat_redirect`,
    async signIn(callback) {
      const { access_token, openid } = orThrow(await service.getAccessTokenByCode(codeOf(callback)))
      return orThrow(await service.getUserInfo(access_token, openid))
    },
  }
}
