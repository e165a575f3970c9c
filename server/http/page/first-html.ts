import { getRequestHeader, getResponseHeader, setResponseHeader, type H3Event } from 'h3'
import type { NitroApp } from 'nitropack/types'
import { useRuntimeConfig } from 'nitropack/runtime'
import type { PageRequest } from '../../../shared/page-request'
import { detectWechatClient } from '../../../shared/wechat-client'
import { FIRST_CONFIG_ID, type WechatFirstConfig } from '../../../shared/wechat'
import { isJsDomain, ownDomain } from '../../wechat'
import { getConfig } from '../config/config'
import { getPublicHost } from '../request/client-address'
import { getWechat } from '../wechat-instance'

/**
 * Puts into the HTML of a page that WeChat opens what the page would otherwise ask for: its signature, where a ticket is in memory, and
 * the addresses of the JS-SDK and of our chunks, for the browser to load at once.
 */
export function serveFirstHtml({ hooks }: NitroApp): void {
  const links = makeLinks()
  hooks.hook('render:html', ({ head }, { event }) => {
    const client = detectWechatClient(getRequestHeader(event, 'user-agent') ?? '')
    // WeCom takes no signature of an official account, and a mini program no card.
    if (client?.host !== 'wechat' || isKept(event) || event.path.startsWith('/__nuxt_error'))
      return
    head.push(...links)
    const signed = signFirstPage(event)
    if (!signed)
      return
    const config: WechatFirstConfig = { ...signed, verifyJsApiList: apisToVerify(event.context.wechatPageRequest) }
    head.push(`<script type="application/json" id="${FIRST_CONFIG_ID}">${JSON.stringify(config).replaceAll('<', '\\u003C')}</script>`)
    setResponseHeader(event, 'Cache-Control', 'private, no-store')
  })
}

/** Whether the page is rendered for others as well, by Nitro or by a cache that its `Cache-Control` speaks to. */
function isKept(event: H3Event): boolean {
  const { cache, isr, prerender } = event.context._nitro?.routeRules ?? {}
  const cacheControl = String(getResponseHeader(event, 'cache-control') ?? 'private')
  return Boolean(event.context.cache || cache || isr || prerender) || !/private|no-store/.test(cacheControl)
}

/** None where the page has open tags: WeChat's client fills their elements once it is configured, and they would no longer match at hydration. */
function apisToVerify(request?: PageRequest): string[] {
  return request && request.tags.size === 0 ? [...request.apis] : []
}

/** The signature for the URL that the browser will report, as far as the request tells: the page uses it for that URL alone. */
function signFirstPage(event: H3Event) {
  const { jsDomains, trustedProxies, siteOrigin, signHtml } = getConfig()
  const host = getPublicHost(event, trustedProxies)
  // Anyone may send it: a wrong one makes a signature that no page uses.
  const forwarded = getRequestHeader(event, 'x-forwarded-proto')?.split(',').at(-1)?.trim()
  const protocol = forwarded ?? (siteOrigin.endsWith(`://${host}`) ? new URL(siteOrigin).protocol.slice(0, -1) : 'http')
  const url = `${protocol}://${host}${event.node.req.originalUrl ?? event.node.req.url ?? ''}`
  if (!signHtml || !/^https?:\/\//.test(url) || !URL.canParse(url) || new URL(url).href !== url)
    return undefined
  return isJsDomain(new URL(url), jsDomains.length > 0 ? jsDomains : ownDomain(host)) ? getWechat().signPageAtOnce(url) : undefined
}

function makeLinks(): string[] {
  const { app, wechatFirstChunks, public: { wechat } } = useRuntimeConfig()
  const links: string[] = []
  const sdkUrl = String(wechat.sdkUrls).split(',').map(url => url.trim()).find(Boolean)
  if (sdkUrl)
    links.push(`<link rel="preload" as="script" href="${escapeAttribute(sdkUrl)}">`)
  const folder = `${app.cdnURL || app.baseURL}/${app.buildAssetsDir}/`.replaceAll(/(?<!:)\/{2,}/g, '/')
  for (const chunk of String(wechatFirstChunks ?? '').split(' ').filter(Boolean))
    links.push(`<link rel="modulepreload" crossorigin href="${escapeAttribute(folder + chunk)}">`)
  return links
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}
