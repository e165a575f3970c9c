import { isIP, isIPv6, type BlockList } from 'node:net'
import { getRequestHeader, type H3Event } from 'h3'

/**
 * The client's address: the connection's, or, where a trusted proxy connects, the last one in `X-Forwarded-For` that is no
 * trusted proxy's itself. The entries before that one may be forged. A malformed entry ends the search: then it is the proxy
 * that passed it on.
 */
export function getClientAddress(event: H3Event, trustedProxies: BlockList): string {
  let address = normalize(event.node.req.socket.remoteAddress ?? '') ?? ''
  const forwarded = getRequestHeader(event, 'x-forwarded-for')?.split(',') ?? []
  while (isTrusted(address, trustedProxies) && forwarded.length > 0) {
    const before = normalize(forwarded.pop() ?? '')
    if (before === undefined)
      break
    address = before
  }
  return address
}

/** Whether headers that tell about the way here are to be believed. */
function isFromTrustedProxy(event: H3Event, trustedProxies: BlockList): boolean {
  return isTrusted(normalize(event.node.req.socket.remoteAddress ?? '') ?? '', trustedProxies)
}

function isTrusted(address: string, trustedProxies: BlockList): boolean {
  return isIP(address) > 0 && trustedProxies.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** `203.0.113.7:1234` → `203.0.113.7`, `[2001:db8::1]:443` → `2001:db8::1`, `::ffff:203.0.113.7` → `203.0.113.7`. */
function normalize(text: string): string | undefined {
  const [, inBrackets, before = text] = /^\s*(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)\s*$/.exec(text) ?? []
  const address = (inBrackets ?? before).trim().replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(address) > 0 ? address : undefined
}

/** What requests are counted by: an address, and of an IPv6 one the networks of 64 bits, whose rest a device may choose, and of 48, one site's. */
export function toRateLimitKeys(address: string): string[] {
  return isIPv6(address) ? [toRateLimitKey(address), toRateLimitKey(address, 48)] : [address]
}

/** An IPv4 address, or the first bits of an IPv6 one. */
export function toRateLimitKey(address: string, bits = 64): string {
  if (!isIPv6(address))
    return address
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const [before, after] = [head, tail ?? ''].map(part => part.split(':').filter(Boolean))
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - (before?.length ?? 0) - (after?.length ?? 0) }, () => '0')
  const groups = [...before ?? [], ...zeros, ...after ?? []]
  return `${groups.slice(0, bits / 16).map(group => Number.parseInt(group, 16).toString(16)).join(':')}::/${bits}`
}

/**
 * The host that the browser asked for, with its port where it has one. `X-Forwarded-Host` counts where a trusted proxy sent it with the
 * name of this server in `Host`. A proxy that passes the browser's own `Host` on may pass on a forged header as well.
 */
export function getPublicHost(event: H3Event, trustedProxies: BlockList): string {
  const { host = '', 'x-forwarded-host': forwarded } = event.node.req.headers
  if (forwarded === undefined || !isServerName(host) || !isFromTrustedProxy(event, trustedProxies))
    return host
  // Several proxies append to it; what comes first may be the browser's.
  return String(forwarded).split(',').at(-1)?.trim() || host
}

/** What a proxy calls the server behind it: an IP address, `localhost`, or a name without a dot. */
export function isServerName(host: string): boolean {
  const name = host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1')
  return isIP(name) > 0 || !name.includes('.')
}
