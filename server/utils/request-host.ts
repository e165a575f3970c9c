import type { BlockList } from 'node:net'
import { getRequestHeader, type H3Event } from 'h3'
import { isFromTrustedProxy } from './client-address'

/**
 * The host that the browser asked, with its port where it has one. `X-Forwarded-Host` counts where a trusted proxy sent it.
 */
export function getPublicHost(event: H3Event, trustedProxies: BlockList): string {
  const forwarded = isFromTrustedProxy(event, trustedProxies) && getRequestHeader(event, 'x-forwarded-host')?.split(',')[0]?.trim()
  return forwarded || getRequestHeader(event, 'host') || ''
}
