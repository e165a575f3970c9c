import { PAGE_TIMEOUT_MS } from '../wechat'

/** What Nitro listens to in place of SIGTERM; no signal has this name. */
const DRAIN = 'wechat-drain'

/** Longer than the slowest answer, which may wait for WeChat; with the default delay of a second all is over within 10 s. */
const DRAIN_TIMEOUT_MS = PAGE_TIMEOUT_MS + 500

/**
 * SIGTERM: the health answer turns 503 first, so that a load balancer sends nobody any more; connections are drained
 * `NUXT_WECHAT_SHUTDOWN_DELAY` seconds later. SIGINT, a person's Ctrl-C, drains at once.
 */
export default defineNitroPlugin((nitroApp) => {
  const { env } = process
  // Where Nitro is told not to handle signals, a listener would keep SIGTERM from ending the process.
  if (import.meta.dev || import.meta.prerender || env.NITRO_SHUTDOWN_DISABLED)
    return

  // Nitro reads both right after the plugins.
  env.NITRO_SHUTDOWN_TIMEOUT ||= String(DRAIN_TIMEOUT_MS)
  env.NITRO_SHUTDOWN_SIGNALS ||= `${DRAIN} SIGINT`

  let isStopping = false
  process.on('SIGTERM', () => {
    isStopping = true
    useWechat().announceStop()
    setTimeout(() => process.emit(DRAIN as 'SIGTERM', 'SIGTERM'), useWechatConfig().shutdownDelay * 1000)
  })
  // Whoever keeps a connection open for more is told to take another one: to another server.
  nitroApp.hooks.hook('request', (event) => {
    if (isStopping)
      setResponseHeader(event, 'Connection', 'close')
  })
})
