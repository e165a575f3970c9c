/** What a variable is where nothing sets it: as in `runtimeConfig.wechat` of nuxt.config.ts, which takes all of Nuxt to read. */
export const defaults = {
  tokenEndpoint: 'stable',
  storage: 'memory',
  apiBase: 'https://api.weixin.qq.com',
  openBase: 'https://open.weixin.qq.com',
  signHtml: 'true',
  rateLimit: '0',
  shutdownDelay: '1',
}
