import type { H3Event } from 'h3'
import { WechatError } from '../../wechat'
import type { WechatConfig } from '../config/schema'
import { getPublicHost } from './client-address'

/**
 * Refuses what another site's page sends.
 *
 * @throws {WechatError} `cross_site`
 */
export function assertSameOrigin(event: H3Event, { siteOrigin, trustedProxies }: Pick<WechatConfig, 'siteOrigin' | 'trustedProxies'>): void {
  const { origin, 'sec-fetch-site': site } = event.node.req.headers
  // A browser names its origin with every POST; a client that does not is no browser, and has no browser's cookies.
  const isOwn = origin === undefined
    ? site === undefined || site === 'same-origin'
    : (siteOrigin !== '' && origin === siteOrigin) || hostOf(origin) === getPublicHost(event, trustedProxies)
  if (!isOwn)
    throw new WechatError('cross_site', 'Another site may not do this.')
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
