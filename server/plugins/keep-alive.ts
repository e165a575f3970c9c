import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** Longer than nginx and load balancers keep an idle connection to a server, which is 60 s for most. */
const KEEP_ALIVE_MS = 75_000

/**
 * Who has a connection in reserve gives it up before we do. Node's own 5 s would close it now and then just as a request comes,
 * which then has no answer. Nitro shows its server to nobody, but Node does, at the first request.
 */
export default defineNitroPlugin(() => {
  if (import.meta.dev || import.meta.prerender)
    return
  const channel = 'http.server.request.start'
  subscribe(channel, function lengthen(message) {
    const { server } = message as { server: import('node:http').Server }
    server.keepAliveTimeout = KEEP_ALIVE_MS
    unsubscribe(channel, lengthen)
  })
})
