/** 每个变量的取值，与 server/http/config/schema.ts 一一对应。 */
export const takes = {
  NUXT_WECHAT_APP_ID: 'AppID：wx 开头，后面是字母和数字',
  NUXT_WECHAT_APP_SECRET: 'AppSecret：32 位字母和数字',
  NUXT_WECHAT_JS_DOMAINS: '域名，逗号分隔，不带 https:// 和路径：example.com,192.168.1.5:3000',
  NUXT_SESSION_PASSWORD: '至少 32 个字符',
  NUXT_WECHAT_SITE_ORIGIN: '网站地址，不带路径：https://m.example.com',
  NUXT_WECHAT_TOKEN_ENDPOINT: 'stable 或 classic',
  NUXT_WECHAT_STORAGE: 'memory、fs:目录、redis://… 或 rediss://…',
  NUXT_WECHAT_API_BASE: 'http(s) 地址，如 https://api.weixin.qq.com',
  NUXT_WECHAT_OPEN_BASE: 'http(s) 地址，如 https://open.weixin.qq.com',
  NUXT_WECHAT_VERIFY_CODE: 'MP_verify_CODE.txt 里的 CODE，多个用逗号分隔',
  NUXT_WECHAT_PUSH_TOKEN: '3 到 32 位字母和数字',
  NUXT_WECHAT_RATE_LIMIT: '每分钟的请求数，0（不限）到 1000000',
  NUXT_WECHAT_SHUTDOWN_DELAY: '0 到 60 秒',
  NUXT_WECHAT_METRICS_PATH: '如 /metrics 的路径，不带 ? 和 #，不与页面重复，不在 /api/wx 下，也不以 /_ 开头',
  NUXT_WECHAT_TRUSTED_PROXIES: 'IP 地址，逗号分隔，可带前缀长度：10.0.0.0/8,::1',
  NUXT_WECHAT_SIMULATOR: 'true 或 false，构建时生效',
}
