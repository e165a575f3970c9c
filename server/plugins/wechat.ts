/** Longer than the slowest answer, which may wait for WeChat; short enough to be gone within 10 s of SIGTERM. */
const SHUTDOWN_TIMEOUT_MS = 8000

/** Boot: checks the configuration, connects the storage, fetches the credentials. Shutdown: ends what runs in the background. */
export default defineNitroPlugin((nitroApp) => {
  if (import.meta.prerender)
    return

  // Nitro drains connections on SIGTERM; it reads its patience right after the plugins.
  process.env.NITRO_SHUTDOWN_TIMEOUT ||= String(SHUTDOWN_TIMEOUT_MS)

  const { appId, appSecret, verifyCode } = readConfigOrExit()
  if (!appId || !appSecret)
    wechatLog.error(`NOT CONFIGURED: set ${appId ? 'NUXT_WECHAT_APP_SECRET' : 'NUXT_WECHAT_APP_ID and NUXT_WECHAT_APP_SECRET'}. Until then /api/wx/config answers wechat_not_configured.`)

  for (const code of verifyCode)
    nitroApp.router.get(`/MP_verify_${code}.txt`, ownershipFile(code))

  const wechat = useWechat()
  void wechat.warm()
  // Where Nitro is told not to handle signals, a listener would keep SIGTERM from ending the process.
  if (!process.env.NITRO_SHUTDOWN_DISABLED)
    process.once('SIGTERM', () => wechat.announceStop())
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
    error.lines.forEach(wechatLog.error)
    process.exit(1)
  }
}
