import { describe, expect, it } from 'vitest'
import { isJsDomain, ownDomain, parseJsDomain } from '../../../server/wechat/signing/js-domains'

const domains = ['example.com', '192.168.1.5:3000', '例子.测试', 'localhost'].flatMap(name => parseJsDomain(name) ?? [])

describe('a JS safe domain', () => {
  it.each([
    'https://example.com/',
    'http://example.com/a',
    'https://m.example.com/',
    'https://a.b.example.com/?x',
    'http://192.168.1.5:3000/',
    'https://xn--fsqu00a.xn--0zwm56d/',
    'http://localhost/',
  ])('covers %s', (page) => {
    expect(isJsDomain(new URL(page), domains)).toBe(true)
  })

  it.each([
    'https://example.com.evil.net/',
    'https://notexample.com/',
    'https://example.com./',
    'https://example.org/',
    'https://example.com:8443/',
    'http://192.168.1.5/',
    'http://192.168.1.5:3001/',
    'http://x.192.168.1.5.nip.io:3000/',
    'http://evil-example.com/',
  ])('does not cover %s', (page) => {
    expect(isJsDomain(new URL(page), domains)).toBe(false)
  })

  it.each(['https://example.com', 'example.com/path', '*.example.com', 'a b', 'user@example.com', '', 'example.com:99999'])('is not written %s', (text) => {
    expect(parseJsDomain(text)).toBeUndefined()
  })
})

describe('the request\'s own host', () => {
  it.each([
    ['m.example.com', 'https://m.example.com/', true],
    ['m.example.com', 'http://m.example.com/', true],
    ['M.Example.com', 'https://m.example.com/', true],
    ['m.example.com:3000', 'http://m.example.com:3000/', true],
    ['m.example.com', 'https://a.m.example.com/', false],
    ['m.example.com', 'https://m.example.com:3000/', false],
    ['m.example.com:3000', 'http://m.example.com/', false],
    ['[::1]:3000', 'http://[::1]:3000/', true],
    ['', 'https://m.example.com/', false],
  ])('%s allows %s: %s', (host, page, allowed) => {
    expect(isJsDomain(new URL(page), ownDomain(host))).toBe(allowed)
  })
})
