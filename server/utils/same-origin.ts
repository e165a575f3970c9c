import type { H3Event } from 'h3'
import { WechatError } from '../wechat'
import { getPublicHost } from './client-address'
import type { WechatConfig } from './wechat-config'

/**
 * Refuses what another site's page sends.
 *
 * @throws {WechatError} `cross_site`
 */
export function assertSameOrigin(event: H3Event, { siteOrigin, trustedProxies }: Pick<WechatConfig, 'siteOrigin' | 'trustedProxies'>): void {
  const { origin, 'sec-fetch-site': site } = event.node.req.headers
  // A browser names its origin with every POST; what names none is no browser, and has no cookie of one.
  const isOwn = origin === undefined
    ? site === undefined || site === 'same-origin'
    : (siteOrigin !== '' && origin === siteOrigin) || hostOf(origin) === getPublicHost(event, trustedProxies)
  if (!isOwn)
    throw new WechatError('cross_site', 'Another site may not do this.')
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
