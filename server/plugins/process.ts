import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Server } from 'node:http'
import type { NitroApp } from 'nitropack/types'
import { PAGE_TIMEOUT_MS } from '../wechat'

/** Longer than nginx and most load balancers keep an idle connection, which is 60 s. */
const KEEP_ALIVE_MS = 75_000
/** What Nitro listens to in place of SIGTERM; no signal has this name. */
const DRAIN = 'wechat-drain'
/** Longer than the slowest answer, which may wait for WeChat; with the default delay of a second all ends within 10 s. */
const DRAIN_TIMEOUT_MS = PAGE_TIMEOUT_MS + 500

/** How the process serves and ends. */
export default defineNitroPlugin((nitroApp) => {
  surviveClosedLog()
  if (import.meta.dev || import.meta.prerender)
    return
  keepConnections()
  // Where Nitro is told not to handle signals, a listener would keep SIGTERM from ending the process.
  if (!process.env.NITRO_SHUTDOWN_DISABLED)
    drainOnSigterm(nitroApp)
})

/** Survives a closed log pipe (EPIPE). Otherwise Nitro would log each lost line, lose that too, and do nothing else until memory is full. */
function surviveClosedLog(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', () => {})
}

/**
 * The proxy must close an idle connection before the server does: Node's own 5 s would close one now and then just as a request comes.
 * Nitro does not expose its server, but Node does, at the first request.
 */
function keepConnections(): void {
  const channel = 'http.server.request.start'
  subscribe(channel, function lengthen(message) {
    // What Node publishes there.
    const { server } = message as { server: Server }
    server.keepAliveTimeout = KEEP_ALIVE_MS
    unsubscribe(channel, lengthen)
  })
}

/**
 * SIGTERM: the health answer turns 503 first, so that a load balancer sends no more requests; connections are drained
 * `NUXT_WECHAT_SHUTDOWN_DELAY` seconds later. SIGINT, Ctrl-C, drains at once.
 */
function drainOnSigterm({ hooks }: NitroApp): void {
  const { env } = process
  // Nitro reads both right after the plugins.
  env.NITRO_SHUTDOWN_TIMEOUT ||= String(DRAIN_TIMEOUT_MS)
  env.NITRO_SHUTDOWN_SIGNALS ||= `${DRAIN} SIGINT`

  let isStopping = false
  process.on('SIGTERM', () => {
    isStopping = true
    useWechat().announceStop()
    // The name of an event of our own, for a function that knows signals alone.
    setTimeout(() => process.emit(DRAIN as 'SIGTERM', 'SIGTERM'), useWechatConfig().shutdownDelay * 1000)
  })
  // A client that keeps its connection must open another one: to another server.
  hooks.hook('request', (event) => {
    if (isStopping)
      setResponseHeader(event, 'Connection', 'close')
  })
}
