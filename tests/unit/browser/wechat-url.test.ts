import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { completeShareData, toShareLink, withoutHash } from '../../../utils/wechat/url'

describe('the page\'s own link', () => {
  it.each([
    ['https://e.com/', 'https://e.com/'],
    ['https://e.com/a#b', 'https://e.com/a'],
    ['https://e.com/a#b#c', 'https://e.com/a'],
    ['https://e.com/?code=1&state=2', 'https://e.com/'],
    ['https://e.com/a?code=1&state=2#x', 'https://e.com/a'],
    ['https://e.com/a?b=1&code=2&state=3&c=%2f+%20', 'https://e.com/a?b=1&c=%2f+%20'],
    ['https://e.com/a?state=&code=2&b', 'https://e.com/a?b'],
    ['https://e.com/a?code=SUMMER', 'https://e.com/a?code=SUMMER'],
    ['https://e.com/a?state=open', 'https://e.com/a?state=open'],
    ['https://e.com/a?codes=1&states=2', 'https://e.com/a?codes=1&states=2'],
    ['https://e.com/a?b=1?code=2&state=3', 'https://e.com/a?b=1?code=2&state=3'],
    ['https://e.com/a?b=c?d&code=2&state=3', 'https://e.com/a?b=c?d'],
    ['https://e.com/a?from=timeline&isappinstalled=0', 'https://e.com/a?from=timeline&isappinstalled=0'],
    ['https://e.com/code=1&state=2', 'https://e.com/code=1&state=2'],
    ['https://e.com/a?', 'https://e.com/a?'],
    ['https://e.com/a?state=2&b=1&code=3', 'https://e.com/a?b=1'],
    ['https://e.com/a?z=1&code=2&a=3&state=4&a=0', 'https://e.com/a?z=1&a=3&a=0'],
    ['https://e.com/a?CODE=1&State=2', 'https://e.com/a?CODE=1&State=2'],
    ['https://e.com/a?b=code=1&state=2', 'https://e.com/a?b=code=1&state=2'],
    ['https://e.com/a?b=https://f.com/?x=1&code=2&state=3#/?code=4&state=5', 'https://e.com/a?b=https://f.com/?x=1'],
    ['https://e.com/a?b=%E4%BD%A0&code=2&state=3&&c==d', 'https://e.com/a?b=%E4%BD%A0&&c==d'],
    ['https://e.com/a#/?code=1&state=2', 'https://e.com/a'],
  ])('of %s is %s', (href, link) => {
    expect(toShareLink(href)).toBe(link)
  })

  it('is the page\'s URL without hash, byte for byte, where OAuth left nothing', () => {
    fc.assert(fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const { href } = new URL(url)
      fc.pre(!/[?&](?:code|state)\b/.test(href))
      expect(toShareLink(href)).toBe(withoutHash(href))
    }))
  })
})

describe('what OAuth leaves', () => {
  const pair = fc.stringMatching(/^[a-z0-9_.~%+?=/-]{0,12}$/).filter(text => !/^(?:code|state)(?:=|$)/.test(text))
  const value = fc.stringMatching(/^[A-Za-z0-9]{0,12}$/)

  it('is taken out wherever it stands, and nothing else changes by a byte', () => {
    fc.assert(fc.property(fc.array(pair, { minLength: 1, maxLength: 6 }), value, value, fc.nat(), fc.nat(), fc.boolean(), (own, code, state, first, second, hasHash) => {
      const query = [...own]
      query.splice(first % (query.length + 1), 0, `code=${code}`)
      query.splice(second % (query.length + 1), 0, `state=${state}`)
      const href = `https://m.example.com/articles?${query.join('&')}${hasHash ? '#part?code=1&state=2' : ''}`
      expect(toShareLink(href)).toBe(`https://m.example.com/articles?${own.join('&')}`)
    }), { numRuns: 1000 })
  })

  it('is left alone where only one of the two is there', () => {
    fc.assert(fc.property(fc.array(pair, { maxLength: 4 }), value, fc.constantFrom('code', 'state'), fc.nat(), (own, text, name, at) => {
      const query = [...own]
      query.splice(at % (query.length + 1), 0, `${name}=${text}`)
      const href = `https://m.example.com/articles?${query.join('&')}`
      expect(toShareLink(href)).toBe(href)
    }), { numRuns: 1000 })
  })

  it('is gone after the first time', () => {
    fc.assert(fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (href) => {
      expect(toShareLink(toShareLink(href))).toBe(toShareLink(href))
    }))
  })
})

describe('the URL without its hash', () => {
  it('is what stands before the first hash sign, and nothing is normalised', () => {
    fc.assert(fc.property(fc.webUrl({ withQueryParameters: true }), fc.string(), (url, hash) => {
      expect(withoutHash(`${url}#${hash}`)).toBe(url)
      expect(withoutHash(url)).toBe(url)
    }))
  })
})

describe('a card', () => {
  afterEach(() => vi.unstubAllGlobals())

  const page = 'https://m.example.com/articles/1?a=1#top'

  it('is filled in where the page left something out', () => {
    expect(completeShareData({ title: 'T' }, page)).toEqual({ title: 'T', desc: '', link: 'https://m.example.com/articles/1?a=1', imgUrl: '' })
  })

  it.each([
    ['/cover.png', 'https://m.example.com/cover.png'],
    ['cover.png', 'https://m.example.com/articles/cover.png'],
    ['//cdn.example.com/cover.png', 'https://cdn.example.com/cover.png'],
    ['https://CDN.example.com/a b.png', 'https://CDN.example.com/a b.png'],
    ['HTTP://CDN.example.com:80/%7e.png?a=b c#d', 'HTTP://CDN.example.com:80/%7e.png?a=b c#d'],
    ['?size=big', 'https://m.example.com/articles/1?size=big'],
    ['../封面.png', 'https://m.example.com/%E5%B0%81%E9%9D%A2.png'],
    ['https:cover.png', 'https://m.example.com/articles/cover.png'],
    ['//', '//'],
  ])('has its picture %s made %s', (imgUrl, absolute) => {
    expect(completeShareData({ title: 'T', imgUrl }, page).imgUrl).toBe(absolute)
  })

  it('has a link of its own made absolute and otherwise kept, hash included', () => {
    expect(completeShareData({ title: 'T', link: '/x?code=1&state=2#y' }, page).link).toBe('https://m.example.com/x?code=1&state=2#y')
  })

  it.each([
    ['/b', 'https://m.example.com/b'],
    ['?a=2', 'https://m.example.com/articles/1?a=2'],
    ['#part', 'https://m.example.com/articles/1?a=1#part'],
    ['//other.example.com/b', 'https://other.example.com/b'],
    ['https://m.example.com', 'https://m.example.com'],
    ['https://m.example.com/b?code=1&state=2#%zz', 'https://m.example.com/b?code=1&state=2#%zz'],
    ['', 'https://m.example.com/articles/1?a=1'],
  ])('has its link "%s" made %s', (link, absolute) => {
    expect(completeShareData({ title: 'T', link }, page).link).toBe(absolute)
  })

  it('holds nothing but the four values', () => {
    const card = completeShareData({ title: 'T', desc: 'D', link: '/', imgUrl: '/i.png', type: 'music' } as { title: string }, page)
    expect(card).toEqual({ title: 'T', desc: 'D', link: 'https://m.example.com/', imgUrl: 'https://m.example.com/i.png' })
  })

  it('is completed in web views that have no URL.canParse, as iOS 16', () => {
    vi.stubGlobal('URL', class extends URL {
      static override canParse = undefined as unknown as typeof URL.canParse
    })
    expect(completeShareData({ title: 'T', link: '/b', imgUrl: '//' }, page)).toMatchObject({ link: 'https://m.example.com/b', imgUrl: '//' })
  })
})
