import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Server } from 'node:http'
import process from 'node:process'
import { setResponseHeader } from 'h3'
import { defineNitroPlugin } from 'nitropack/runtime'
import type { NitroApp } from 'nitropack/types'
import { getConfig, isConfigValid } from '../../../server/http/config/config'
import { wechatLog } from '../../../server/http/observability/log'
import { getWechat } from '../../../server/http/wechat-instance'
import { PAGE_TIMEOUT_MS } from '../../../server/wechat'

/** Longer than nginx and most load balancers keep an idle connection, which is 60 s. */
const KEEP_ALIVE_MS = 75_000
/** What Nitro listens to in place of SIGTERM; no signal has this name. */
const DRAIN = 'wechat-drain'
/** Longer than the slowest answer, which may wait for WeChat; with the default delay of a second all ends within 10 s. */
const DRAIN_TIMEOUT_MS = PAGE_TIMEOUT_MS + 500

/**
 * How this app's process starts, serves and ends. Not in the layer: signals, connections and exit codes belong to the app that
 * extends it. There Nitro's own shutdown ends the background work, by the hook `close`.
 */
export default defineNitroPlugin((nitroApp) => {
  surviveClosedLog()
  if (import.meta.dev || import.meta.prerender)
    return
  if (!isConfigValid())
    process.exit(1)
  exitWithoutListener()
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

/** Ends a process that cannot listen, as where the port is taken. Nitro would log it and go on: for ever, where Redis is connected. */
function exitWithoutListener(): void {
  process.on('uncaughtExceptionMonitor', (error: NodeJS.ErrnoException & { hostname?: string }) => {
    const { code = '', syscall, hostname } = error
    const host = process.env.NITRO_HOST || process.env.HOST
    if (syscall !== 'listen' && code !== 'ERR_SOCKET_BAD_PORT' && !(syscall === 'getaddrinfo' && hostname === host))
      return
    wechatLog.error(`Cannot listen: ${error.message.replace(/\.$/, '')}. Check PORT and HOST.`, { event: 'listen_failed', code })
    process.exit(1)
  })
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
    getWechat().announceStop()
    // The name of an event of our own, for a function that knows signals alone.
    setTimeout(() => process.emit(DRAIN as 'SIGTERM', 'SIGTERM'), getConfig().shutdownDelay * 1000)
  })
  // A client that keeps its connection must open another one: to another server.
  hooks.hook('request', (event) => {
    if (isStopping)
      setResponseHeader(event, 'Connection', 'close')
  })
}
