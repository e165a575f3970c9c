import type { BlockList } from 'node:net'
import { isIPv6 } from 'node:net'
import { getRequestHeader, type H3Event } from 'h3'

/**
 * The host that the browser asked, with its port where it has one. `X-Forwarded-Host` counts where a trusted proxy sent it.
 */
export function getPublicHost(event: H3Event, trustedProxies: BlockList): string {
  const forwarded = isFromTrustedProxy(event, trustedProxies) && getRequestHeader(event, 'x-forwarded-host')?.split(',')[0]?.trim()
  return forwarded || getRequestHeader(event, 'host') || ''
}

function isFromTrustedProxy(event: H3Event, trustedProxies: BlockList): boolean {
  const address = event.node.req.socket.remoteAddress?.replace(/^::ffff:/, '')
  return address !== undefined && trustedProxies.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}
