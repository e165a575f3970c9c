export default defineNuxtConfig({
  extends: ['./demo'],

  modules: ['@nuxt/eslint'],

  devtools: { enabled: false },

  app: {
    head: {
      meta: [
        { name: 'viewport', content: 'width=device-width, initial-scale=1, viewport-fit=cover' },
        { name: 'format-detection', content: 'telephone=no' },
      ],
    },
  },

  css: ['weui/dist/style/weui.min.css'],

  vue: {
    compilerOptions: {
      // WeChat's open tags are custom elements of its client, not Vue components.
      isCustomElement: tag => tag.startsWith('wx-open-'),
    },
  },

  // Every key is overridden at start by its variable, see .env.example.
  runtimeConfig: {
    session: { password: '' },
    wechat: {
      appId: '',
      appSecret: '',
      jsDomains: '',
      siteOrigin: '',
      tokenEndpoint: 'stable',
      storage: 'memory',
      apiBase: 'https://api.weixin.qq.com',
      openBase: 'https://open.weixin.qq.com',
      verifyCode: '',
      pushToken: '',
      rateLimit: '0',
      shutdownDelay: '1',
      metricsPath: '',
      trustedProxies: '',
    },
    public: {
      wechat: {
        sdkUrls: 'https://res.wx.qq.com/open/js/jweixin-1.6.0.js,https://res2.wx.qq.com/open/js/jweixin-1.6.0.js',
      },
    },
  },

  features: {
    // WeUI stays a style sheet of its own, which is cached, instead of 160 kB in every page.
    inlineStyles: id => Boolean(id?.includes('.vue')),
  },

  compatibilityDate: '2026-11-01',

  typescript: { strict: true },
  telemetry: false,

  hooks: {
    'nitro:config'({ runtimeConfig = {} }) {
      // At start Nitro puts the '' of an empty variable over a value of the build, which counts all the same: here it is found.
      const { wechat, session } = runtimeConfig
      runtimeConfig.wechatBuilt = { ...wechat, sessionPassword: session?.password }
    },
  },

  eslint: { config: { stylistic: true } },
})
