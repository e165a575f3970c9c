import type { WechatShareData } from '../../shared/wechat'

/** A share card with nothing left out and nothing relative: what WeChat's client takes. */
export type CompleteShareData = Required<WechatShareData>

/** The part of `location.href` that is signed. */
export function withoutHash(href: string): string {
  const start = href.indexOf('#')
  return start < 0 ? href : href.slice(0, start)
}

/**
 * The page's own link as it may be shared: without hash, and without the `code` and `state` that OAuth leaves behind.
 * OAuth leaves both; a `code` alone is the page's own. What remains is kept byte for byte.
 */
export function toShareLink(href: string): string {
  const [base = '', ...query] = withoutHash(href).split('?')
  const pairs = query.join('?').split('&')
  const isNamed = (name: string) => (pair: string) => pair === name || pair.startsWith(`${name}=`)
  const [isCode, isState] = [isNamed('code'), isNamed('state')]
  if (!pairs.some(isCode) || !pairs.some(isState))
    return withoutHash(href)
  const own = pairs.filter(pair => !isCode(pair) && !isState(pair))
  return own.length > 0 ? `${base}?${own.join('&')}` : base
}

/**
 * Fills in and makes absolute what a page gave.
 *
 * @param href the page's `location.href`.
 */
export function completeShareData({ title, desc = '', link, imgUrl }: WechatShareData, href: string): CompleteShareData {
  return { title, desc, link: link ? toAbsolute(link, href) : toShareLink(href), imgUrl: imgUrl ? toAbsolute(imgUrl, href) : '' }
}

function toAbsolute(url: string, href: string): string {
  if (/^https?:\/\//i.test(url))
    return url
  // Not `URL.canParse`: web views before iOS 17 and Chromium 120 have none.
  try {
    return new URL(url, href).href
  }
  catch {
    return url
  }
}
