import { defineNitroPlugin, useStorage } from 'nitropack/runtime'
import { keepReasonsShort } from '../http/answers/reason'
import { serveOwnershipFiles } from '../http/answers/ownership-file'
import { getBase, getConfig, isConfigValid } from '../http/config/config'
import { wechatLog } from '../http/observability/log'
import { serveMetrics } from '../http/observability/metrics'
import { serveFirstHtml } from '../http/page/first-html'
import { getMetrics, getWechat } from '../http/wechat-instance'

/** Boot: checks the configuration, connects the storage, fetches the credentials. Shutdown: ends what runs in the background. */
export default defineNitroPlugin((nitroApp) => {
  keepReasonsShort(nitroApp)
  // Where a variable is wrong, `/api/wx` answers so and the app goes on: whether a process should end is for its own app to decide.
  if (import.meta.prerender || !isConfigValid())
    return

  const { appId, appSecret, verifyCode, jsDomains, metricsPath } = getConfig()
  if (!appId || !appSecret)
    wechatLog.error(`NOT CONFIGURED: set ${appId ? 'NUXT_WECHAT_APP_SECRET' : 'NUXT_WECHAT_APP_ID and NUXT_WECHAT_APP_SECRET'}. Until then /api/wx/config answers wechat_not_configured.`, { event: 'not_configured' })

  serveOwnershipFiles(nitroApp, getBase(), verifyCode, jsDomains.map(({ folder = '' }) => folder))

  serveFirstHtml(nitroApp)

  const metrics = getMetrics()
  if (metrics)
    serveMetrics(nitroApp, getBase(), metricsPath, metrics)

  const wechat = getWechat()
  void wechat.warm()
  nitroApp.hooks.hook('close', async () => {
    wechat.announceStop()
    await wechat.stop()
    await useStorage().unmount('wechat')
  })
})
