import fc from 'fast-check'
import type { WechatShareData } from '../../../shared/wechat'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { withoutHash } from '../../../shared/without-hash'
import { findCardProblem } from '../../../utils/wechat/share/card-problem'
import { completeShareData, toShareLink } from '../../../utils/wechat/url'

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
    ['https://e.com/a?from=timeline&isappinstalled=0', 'https://e.com/a'],
    ['https://e.com/a?id=7&nsukey=k%2F%2B%3D%3D&from=timeline&isappinstalled=0', 'https://e.com/a?id=7'],
    ['https://e.com/a?from=singlemessage&id=%2f&isappinstalled=1', 'https://e.com/a?id=%2f'],
    ['https://e.com/a?id=7&from=groupmessage&wechat_redirect', 'https://e.com/a?id=7'],
    ['https://e.com/a?clicktime=1586&enterid=1586&wechat_redirect=1', 'https://e.com/a'],
    ['https://e.com/a?from=2026-01-01&to=2026-02-01', 'https://e.com/a?from=2026-01-01&to=2026-02-01'],
    ['https://e.com/a?from=timelines&From=timeline&from', 'https://e.com/a?from=timelines&From=timeline&from'],
    ['https://e.com/a?isappinstalledby=me&xnsukey=1', 'https://e.com/a?isappinstalledby=me&xnsukey=1'],
    ['https://e.com/from=timeline?b=from=timeline', 'https://e.com/from=timeline?b=from=timeline'],
    ['https://e.com/a?code=SUMMER&from=timeline', 'https://e.com/a?code=SUMMER'],
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

describe('in hash mode, the page\'s own link', () => {
  it.each([
    ['https://e.com/#/articles/1', 'https://e.com/#/articles/1'],
    ['https://e.com/?from=timeline&isappinstalled=0#/a?from=timeline&id=7', 'https://e.com/#/a?from=timeline&id=7'],
    ['https://e.com/h5/?tenant=7&code=1&state=2#/', 'https://e.com/h5/?tenant=7#/'],
    ['https://e.com/', 'https://e.com/'],
  ])('of %s is %s', (href, link) => {
    expect(toShareLink(href, true)).toBe(link)
    expect(completeShareData({ title: 'T' }, href, true).link).toBe(link)
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
    ['https://CDN.example.com/a b.png', 'https://CDN.example.com/a%20b.png'],
    ['HTTP://CDN.example.com:80/%7e.png?a=b c#d', 'HTTP://CDN.example.com:80/%7e.png?a=b%20c#d'],
    ['https://cdn.example.com/封面 1.png', 'https://cdn.example.com/%E5%B0%81%E9%9D%A2%201.png'],
    ['https://cdn.example.com/%E5%B0%81封.png?x={"a"}|^', 'https://cdn.example.com/%E5%B0%81%E5%B0%81.png?x={"a"}|^'],
    ['https://图.example.com/图.png', 'https://xn--wcs.example.com/%E5%9B%BE.png'],
    ['https://图.example.com:8443/', 'https://xn--wcs.example.com:8443/'],
    ['https://cdn.example.com/\uD83D.png', 'https://cdn.example.com/%EF%BF%BD.png'],
    ['https://cdn.example.com/😀\n.png', 'https://cdn.example.com/%F0%9F%98%80%0A.png'],
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
    ['https://m.example.com/文章?q=中 文#第 2 节', 'https://m.example.com/%E6%96%87%E7%AB%A0?q=%E4%B8%AD%20%E6%96%87#%E7%AC%AC%202%20%E8%8A%82'],
    ['/文章', 'https://m.example.com/%E6%96%87%E7%AB%A0'],
    ['https://m.example.com/a?from=timeline', 'https://m.example.com/a?from=timeline'],
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

describe('a card that WeChat would not show', () => {
  const problemOf = (card: Partial<WechatShareData>) => findCardProblem(completeShareData({ title: 'T', ...card }, 'https://m.example.com/a'))

  it.each([
    ['no title', { title: '' }, /no title/],
    ['a blank title', { title: ' \n\u3000' }, /no title/],
    ['a picture that the bundler has put into the page', { imgUrl: 'data:image/png;base64,iVBORw0KGgo=' }, /imgUrl.*no http.*public\//],
    ['a picture of the page\'s memory', { imgUrl: 'blob:https://m.example.com/1' }, /imgUrl.*no http/],
    ['a picture of WeChat\'s album', { imgUrl: 'wxlocalresource://1' }, /imgUrl.*no http/],
    ['an SVG', { imgUrl: '/cover.svg' }, /SVG/],
    ['an SVG of another host, with a query', { imgUrl: 'https://cdn.example.com/Cover.SVG?v=1#x' }, /SVG/],
    ['a link of another scheme', { link: 'weixin://dl/business' }, /link/],
  ])('has %s, and the reason says so', (_, card, reason) => {
    expect(problemOf(card)).toMatch(reason)
  })

  it('has no title at all, as while its data loads', () => {
    // What a page in JavaScript may give.
    expect(problemOf({ title: undefined as unknown as string })).toMatch(/no title/)
  })

  it.each([{}, { imgUrl: '/cover.png' }, { imgUrl: '/image?name=a.svg' }, { imgUrl: '/cover.svg/large.png' }, { link: '/b' }, { link: 'https://other.example.com/' }])('is not %j', (card) => {
    expect(problemOf(card)).toBeUndefined()
  })
})
