import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WechatError } from '../../../server/wechat/api/errors'
import { readPageUrl } from '../../../server/wechat/signing/page-url'

function refusal(query: string): string | undefined {
  try {
    readPageUrl(query)
  }
  catch (error) {
    return error instanceof WechatError ? error.code : String(error)
  }
}

/** What an H5 page's address may hold: anything a user or a router writes behind the origin. */
const anyHref = fc.tuple(
  fc.constantFrom('http:', 'https:'),
  fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6().map(ip => `[${ip}]`), fc.constant('例子.测试')),
  fc.option(fc.integer({ min: 1, max: 65535 })),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.option(fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('a=1+2&b=%20', 'x=%E4%B8%AD&y=%25', 'from=timeline&isappinstalled=0'))),
  fc.option(fc.string({ unit: 'binary', maxLength: 20 })),
).map(([scheme, host, port, path, query, hash]) => {
  const text = `${scheme}//${host}${port === null ? '' : `:${port}`}/${path}${query === null ? '' : `?${query}`}${hash === null ? '' : `#${hash}`}`
  return URL.canParse(text) ? new URL(text).href : undefined
}).filter(href => href !== undefined)

describe('the URL to sign', () => {
  it('is location.href without its hash, byte for byte, for ten thousand addresses', () => {
    fc.assert(fc.property(anyHref, (href) => {
      expect(readPageUrl(`url=${encodeURIComponent(href.split('#')[0] ?? '')}`)).toBe(href.split('#')[0])
    }), { numRuns: 10_000 })
  })

  it('loses its hash at the first # when a page forgot to cut it', () => {
    fc.assert(fc.property(anyHref, (href) => {
      expect(readPageUrl(`url=${encodeURIComponent(href)}`)).toBe(href.split('#')[0])
    }), { numRuns: 10_000 })
  })

  it('keeps a plus sign, escapes and their case', () => {
    expect(readPageUrl(`url=${encodeURIComponent('https://e.com/a+b?c=%2f%2F+&d=')}`)).toBe('https://e.com/a+b?c=%2f%2F+&d=')
  })

  it('keeps a plus sign that was not encoded', () => {
    expect(readPageUrl('url=https://e.com/a+b')).toBe('https://e.com/a+b')
  })
})

const encoded = (url: string) => `url=${encodeURIComponent(url)}`

describe('a URL is refused as', () => {
  it.each([
    ['url_missing', ''],
    ['url_missing', 'url'],
    ['url_missing', 'url='],
    ['url_missing', 'page=https%3A%2F%2Fe.com%2F'],
    ['url_not_encoded', 'url=https://e.com/?a=1&b=2'],
    ['url_not_encoded', 'url=https%3A%2F%2Fe.com%2F&_=1'],
    ['url_not_encoded', 'url=https%3A%2F%2Fe.com%2F&'],
    ['url_not_encoded', 'url=https://e.com/%E4%B8%AD'],
    ['url_not_encoded', encoded('https://e.com/中')],
    ['url_invalid', 'url=https%3A%2F%2Fe.com%2F&url=https%3A%2F%2Fe.com%2F'],
    ['url_invalid', 'url[]=https%3A%2F%2Fe.com%2F'],
    ['url_invalid', 'url%5B%5D=https%3A%2F%2Fe.com%2F'],
    ['url_invalid', 'url[0]=https%3A%2F%2Fe.com%2F'],
    ['url_invalid', 'url=https%3A%2F%2Fe.com%2F%'],
    ['url_invalid', 'url=https%3A%2F%2Fe.com%2F%zz'],
    ['url_invalid', 'url=https%3A%2F%2Fe.com%2F%C3%28'],
    ['url_invalid', 'url=https%3A%2F%2Fe.com%2F%ED%A0%80'],
    ['url_invalid', encoded('https://e.com/a b')],
    ['url_invalid', encoded('https://e.com/\0')],
    ['url_invalid', encoded('https://e.com/\r\nX: y')],
    ['url_invalid', encoded('https://e.com/\x7F')],
    ['url_not_href', encoded('/articles')],
    ['url_not_href', encoded('//e.com/')],
    ['url_not_href', encoded('e.com/')],
    ['url_not_href', encoded('javascript:alert(1)')],
    ['url_not_href', encoded('file:///etc/passwd')],
    ['url_not_href', encoded('ftp://e.com/')],
    ['url_not_href', encoded('https:/e.com/')],
    ['url_not_href', encoded('https://e.com')],
    ['url_not_href', encoded('https://e.com?a=1')],
    ['url_not_href', encoded('https://E.com/')],
    ['url_not_href', encoded('HTTPS://e.com/')],
    ['url_not_href', encoded('https://e.com:443/')],
    ['url_not_href', encoded('http://e.com:80/')],
    ['url_not_href', encoded('https://e.com:/')],
    ['url_not_href', encoded('https://e.com:0443/')],
    ['url_not_href', encoded('https://user@e.com/')],
    ['url_not_href', encoded('https://user:password@e.com/')],
    ['url_not_href', encoded('https://@e.com/')],
    ['url_not_href', encoded('https:\\\\e.com\\')],
    ['url_not_href', encoded('https://e.com\\@evil.com/')],
    ['url_not_href', encoded('https://%65.com/')],
    ['url_not_href', encoded('https://0x7f.1/')],
    ['url_not_href', encoded('https://2130706433/')],
    ['url_not_href', encoded('https:///e.com/')],
    ['url_not_href', encoded('https://')],
    ['url_not_href', encoded(encodeURIComponent('https://e.com/'))],
    ['url_too_long', encoded(`https://e.com/${'a'.repeat(4096 - 13)}`)],
  ])('%s: %s', (code, query) => {
    expect(refusal(query)).toBe(code)
  })

  it('takes 4096 bytes', () => {
    expect(readPageUrl(encoded(`https://e.com/${'a'.repeat(4096 - 14)}#${'b'.repeat(99)}`))).toHaveLength(4096)
  })
})
