export default defineNuxtConfig({
  extends: ['nuxt-wechat'],
  compatibilityDate: '2026-11-01',
  typescript: { strict: true },
  telemetry: false,
})
