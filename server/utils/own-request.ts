import type { H3Event } from 'h3'

/** Whether the app asks itself, as a page does while it is rendered. Such a request has no connection, and so no address. */
export function isOwnRequest(event: H3Event): boolean {
  // Nitro's mark, of which Nuxt's own renderer tells it, too. A socket without an address is none: a unix socket has none either.
  return '__unenv__' in event.node.req
}
