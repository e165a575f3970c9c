export default defineNuxtConfig({
  extends: ['nuxt-wechat'],
  compatibilityDate: '2026-11-01',
  typescript: { strict: true },
  telemetry: false,
  nitro: {
    experimental: { database: true },
    database: { default: { connector: 'libsql', options: { url: 'file:users.db' } } },
  },
})
