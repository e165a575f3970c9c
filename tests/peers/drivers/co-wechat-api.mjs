import WechatApi from 'co-wechat-api'

export function open({ appId, appSecret }) {
  const api = new WechatApi(appId, appSecret)
  return {
    fetchToken: async () => (await api.ensureAccessToken()).accessToken,
    fetchTicket: async () => (await api.ensureTicket()).ticket,
    sign: url => api.getJsConfig({ url, jsApiList: [] }),
    fetchFollower: openid => api.getUser(openid),
  }
}
