import { remember } from './remember'

/** One of the console's JS safe domains (JS接口安全域名). */
export interface JsDomain {
  /** Lower case and punycode, as `URL.hostname` has it. */
  hostname: string
  /** With a port that port alone; without one the default ports, and all subdomains. */
  port?: number
}

/** Where a page is, as its `URL` has it. */
export type PageOrigin = Pick<URL, 'hostname' | 'port' | 'protocol'>

/**
 * Reads a domain as the console lists it: `example.com`, `192.168.1.5:3000`.
 *
 * @returns `undefined` where it is no bare host (a scheme, a path, a star).
 */
export function parseJsDomain(text: string): JsDomain | undefined {
  if (!/^[^\s/\\?#@*、]+$/.test(text) || !URL.canParse(`ws://${text}`))
    return undefined
  const { hostname } = new URL(`ws://${text}`)
  // A URL takes more for a host, such as `a.com，b.com`.
  if (!/^(?:[\w.-]+|\[[\da-f:.]+\])$/.test(hostname))
    return undefined
  const port = /:(\d+)$/.exec(text)?.[1]
  return { hostname, port: port ? Number(port) : undefined }
}

/**
 * The domain that a request itself came to, for when none is configured: that host alone, without its subdomains.
 *
 * @param host the `Host` header.
 */
export const ownDomain = remember((host: string): JsDomain[] => {
  const own = parseJsDomain(host)
  if (!own)
    return []
  return own.port ? [own] : [{ ...own, port: 443 }, { ...own, port: 80 }]
})

/** Whether a page is on one of the domains. */
export function isJsDomain(page: PageOrigin, domains: JsDomain[]): boolean {
  return domains.some(({ hostname, port }) => port
    ? page.hostname === hostname && effectivePort(page) === port
    : page.port === '' && (page.hostname === hostname || isSubdomain(page.hostname, hostname)))
}

function isSubdomain(hostname: string, parent: string): boolean {
  const isIp = /[\d\]]$/.test(parent)
  return !isIp && hostname.endsWith(`.${parent}`)
}

function effectivePort(page: PageOrigin): number {
  return Number(page.port || (page.protocol === 'https:' ? 443 : 80))
}
