/** Boot: checks the configuration, connects the storage, fetches the credentials. Shutdown: ends what runs in the background. */
export default defineNitroPlugin((nitroApp) => {
  if (import.meta.prerender)
    return

  const { appId, appSecret, verifyCode, metricsPath } = readConfigOrExit()
  if (!appId || !appSecret)
    wechatLog.error(`NOT CONFIGURED: set ${appId ? 'NUXT_WECHAT_APP_SECRET' : 'NUXT_WECHAT_APP_ID and NUXT_WECHAT_APP_SECRET'}. Until then /api/wx/config answers wechat_not_configured.`, { event: 'not_configured' })

  for (const code of verifyCode)
    nitroApp.router.get(`/MP_verify_${code}.txt`, defineEventHandler(event => send(event, code, 'text/plain; charset=utf-8')))

  const metrics = useWechatMetrics()
  if (metrics)
    serveMetrics(nitroApp, metricsPath, metrics)

  const wechat = useWechat()
  void wechat.warm()
  nitroApp.hooks.hook('close', async () => {
    await wechat.stop()
    await useStorage().unmount('wechat')
  })
})

function readConfigOrExit() {
  try {
    return useWechatConfig()
  }
  catch (error) {
    if (import.meta.dev || !(error instanceof WechatConfigError))
      throw error
    for (const line of error.lines)
      wechatLog.error(line, { event: 'configuration_invalid' })
    process.exit(1)
  }
}
