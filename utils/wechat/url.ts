import { encodePath } from '../../shared/site-path'
import type { WechatShareData } from '../../shared/wechat'
import { withoutHash } from '../../shared/without-hash'

/** A share card with nothing left out and nothing relative: what WeChat's client takes. */
export type CompleteShareData = Required<WechatShareData>

/** What WeChat adds to an address that it opens. `from` is a name that pages use, too: WeChat's own has one of its values. */
const addedByWechat = /^(?:from=(?:single|group)message|from=timeline|(?:isappinstalled|nsukey|wechat_redirect|clicktime|enterid)(?:=.*)?)$/s

/**
 * The page's own link as it may be shared: without what WeChat and its sign-in leave behind, and without hash.
 * Sign-in leaves `code` and `state`; one of them alone is the page's own. What remains is kept byte for byte.
 *
 * @param keepsHash in hash mode the hash is the page.
 */
export function toShareLink(href: string, keepsHash = false): string {
  const page = withoutHash(href)
  const hash = keepsHash ? href.slice(page.length) : ''
  const [base = '', ...query] = page.split('?')
  const pairs = query.join('?').split('&')
  const isNamed = (name: string) => (pair: string) => pair === name || pair.startsWith(`${name}=`)
  const [isCode, isState] = [isNamed('code'), isNamed('state')]
  const isSignIn = pairs.some(isCode) && pairs.some(isState)
  const own = pairs.filter(pair => !addedByWechat.test(pair) && !(isSignIn && (isCode(pair) || isState(pair))))
  if (own.length === pairs.length)
    return page + hash
  return (own.length > 0 ? `${base}?${own.join('&')}` : base) + hash
}

/**
 * Fills in and makes absolute what a page gave.
 *
 * @param href the page's `location.href`.
 */
export function completeShareData({ title, desc = '', link, imgUrl }: WechatShareData, href: string, keepsHash = false): CompleteShareData {
  return { title, desc, link: link ? toAbsolute(link, href) : toShareLink(href, keepsHash), imgUrl: imgUrl ? toAbsolute(imgUrl, href) : '' }
}

function toAbsolute(url: string, href: string): string {
  if (/^https?:\/\//i.test(url))
    return encodeUrl(url)
  // Not `URL.canParse`: web views before iOS 17 and Chromium 120 have none.
  try {
    return encodeUrl(new URL(url, href).href)
  }
  catch {
    return url
  }
}

/** iOS shows a blank page or no picture where not all of an address is ASCII. What is ASCII is kept byte for byte. */
function encodeUrl(url: string): string {
  const [, scheme = '', host = '', rest = ''] = /^([a-z]+:\/\/)([^/?#]*)(.*)$/is.exec(url) ?? ['', '', '', url]
  return scheme + encodeHost(host) + encodePath(rest)
}

function encodeHost(host: string): string {
  if (!/[^\x21-\x7E]/.test(host))
    return host
  try {
    return new URL(`https://${host}`).host
  }
  catch {
    return encodePath(host)
  }
}
