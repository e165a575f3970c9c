/**
 * What a variable is where nothing sets it: `runtimeConfig.wechat` of the layer. Its keys name the variables, see `.env.example`.
 * Without imports: nuxt.config.ts reads it before Nuxt runs, and the doctor without Nuxt.
 */
export const defaults = {
  appId: '',
  appSecret: '',
  jsDomains: '',
  siteOrigin: '',
  tokenEndpoint: 'stable',
  storage: 'memory',
  apiBase: 'https://api.weixin.qq.com',
  openBase: 'https://open.weixin.qq.com',
  signHtml: 'true',
  verifyCode: '',
  pushToken: '',
  pushAesKey: '',
  rateLimit: '0',
  shutdownDelay: '1',
  metricsPath: '',
  trustedProxies: '',
}
