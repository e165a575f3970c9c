import Strategy from 'passport-weixin'
import { codeOf } from './errcode.mjs'

export function open({ appId, appSecret }) {
  let origin = 'http://127.0.0.1'

  /** As passport does for a request: it gives the strategy ways to end. */
  function authenticate(query, changed, options) {
    return new Promise((resolve, reject) => {
      const strategy = new Strategy({ clientID: appId, clientSecret: appSecret, callbackURL: `${origin}/callback`, ...changed }, (accessToken, refreshToken, profile, done) => done(null, profile))
      Object.assign(strategy, { redirect: resolve, success: resolve, error: reject, fail: reject })
      strategy.authenticate({ query }, options)
    })
  }

  return {
    authorizeUrl(callbackOrigin) {
      origin = callbackOrigin
      return authenticate({}, { authorizationURL: 'https://open.weixin.qq.com/connect/oauth2/authorize', scope: 'snsapi_userinfo' }, { state: 'a1' })
    },
    qrConnectUrl(callbackOrigin) {
      origin = callbackOrigin
      return authenticate({}, {}, { state: 'a1' })
    },
    async signIn(callback) {
      const { displayName, _json: { openid } } = await authenticate({ code: codeOf(callback) }, {}, {})
      return { openid, nickname: displayName }
    },
  }
}
