import { useRequestURL, useRuntimeConfig } from '#imports'

/**
 * The origin that links to this site begin with. A request says anything in its `Host`, and a cache may keep the page: without
 * `NUXT_WECHAT_SITE_ORIGIN` only one of `NUXT_WECHAT_JS_DOMAINS` is believed, and in development all.
 *
 * @returns `undefined` where the server knows none.
 */
export function useSiteOrigin(): string | undefined {
  if (import.meta.client)
    return window.location.origin
  const { siteOrigin, jsDomains } = useRuntimeConfig().wechat
  if (siteOrigin)
    return String(siteOrigin)
  const { origin, host } = useRequestURL()
  return import.meta.dev || String(jsDomains).split(',').some(domain => isWithin(host, domain.trim().toLowerCase())) ? origin : undefined
}

/** @param domain as the console lists it: `example.com` covers its subdomains, `example.com:3000` that port alone. */
function isWithin(host: string, domain: string): boolean {
  const [name = ''] = domain.split('/')
  return name !== '' && (host === name || (!/:|^[\d.]+$/.test(name) && host.endsWith(`.${name}`)))
}
