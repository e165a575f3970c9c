import { withoutHash } from '../../../shared/without-hash'
import { WechatError } from '../api/errors'
import { isJsDomain, type JsDomain, type PageOrigin } from './js-domains'
import { remember } from './remember'

/** The longest URL that is signed, in bytes. */
const MAX_URL_BYTES = 4096

const HOW = 'Send encodeURIComponent(location.href.split(\'#\')[0]).'

/**
 * Reads the page's URL out of the raw query of `GET /api/wx/config`. It validates and never normalises: what comes
 * back is signed byte for byte, so it must be what WeChat's client reads from `location.href`.
 *
 * @param query the raw query, without its `?`.
 * @returns the URL without its fragment.
 * @throws {WechatError} `url_missing`, `url_not_encoded`, `url_invalid`, `url_not_href`, `url_too_long`
 */
export function readPageUrl(query: string): string {
  const url = withoutHash(decode(readUrlParameter(query)))
  if (url.length > MAX_URL_BYTES)
    throw new WechatError('url_too_long', `The URL has more than ${MAX_URL_BYTES} bytes.`)
  if (!isHref(url))
    throw new WechatError('url_not_href', `This is not what a browser's location.href looks like. ${HOW}`)
  return url
}

/**
 * Refuses a page that is on none of the JS safe domains.
 *
 * @throws {WechatError} `url_host_not_allowed`
 */
export function assertJsDomain(url: string, domains: JsDomain[]): void {
  const origin = originOf(url)
  if (!origin || !isJsDomain(origin, domains))
    throw new WechatError('url_host_not_allowed', 'The page\'s host is not among the JS safe domains: add it to NUXT_WECHAT_JS_DOMAINS and to the console.')
}

/** Not `URLSearchParams`: that turns `+` into a space and accepts malformed escapes. */
function readUrlParameter(query: string): string {
  // What nearly all requests have.
  if (/^url=[^&]+$/.test(query))
    return query.slice('url='.length)
  const parts = query.split('&').map((part) => {
    const end = part.indexOf('=')
    return end < 0 ? { key: part, value: '' } : { key: part.slice(0, end), value: part.slice(end + 1) }
  })
  const urls = parts.filter(part => part.key === 'url')
  if (urls.length > 1 || parts.some(part => /^url(?:\[|%5b)/i.test(part.key)))
    throw new WechatError('url_invalid', `The parameter url must be there once, and be a string. ${HOW}`)
  const url = urls[0]
  if (!url || (!url.value && parts.length === 1))
    throw new WechatError('url_missing', `The parameter url is missing. ${HOW}`)
  if (parts.length > 1)
    throw new WechatError('url_not_encoded', `An & that was not encoded cut the URL. ${HOW}`)
  return url.value
}

function decode(value: string): string {
  const text = decodeStrictly(value)
  if (text !== undefined && /^[!-~]*$/.test(text))
    return text
  if (text === undefined || /[\p{Cc} ]/u.test(text))
    throw new WechatError('url_invalid', `The URL holds malformed escapes, spaces or control characters. ${HOW}`)
  throw new WechatError('url_not_encoded', `The URL was not encoded. ${HOW}`)
}

function decodeStrictly(value: string): string | undefined {
  try {
    return decodeURIComponent(value)
  }
  catch {
    return undefined
  }
}

/** Whether the origin part reads as a browser serialises it; credentials, `:443`, upper case and the like do not. */
function isHref(url: string): boolean {
  return Boolean(originOf(url))
}

/** The page's site; nothing, where the URL does not begin as a browser's does. */
function originOf(url: string): PageOrigin | false {
  const end = url.indexOf('/', 'https://'.length)
  return end > 0 && parseOrigin(url.slice(0, end))
}

const parseOrigin = remember((origin): PageOrigin | false => {
  if (!/^https?:\/\/[^/?#\\]+$/.test(origin) || !URL.canParse(origin))
    return false
  const { origin: href, hostname, port, protocol } = new URL(origin)
  return href === origin && { hostname, port, protocol }
})
