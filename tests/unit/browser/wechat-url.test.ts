import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeShareData, toShareLink, withoutHash } from '../../../utils/wechat-url'

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

describe('a card', () => {
  const page = 'https://m.example.com/articles/1?a=1#top'

  it('is filled in where the page left something out', () => {
    expect(completeShareData({ title: 'T' }, page)).toEqual({ title: 'T', desc: '', link: 'https://m.example.com/articles/1?a=1', imgUrl: '' })
  })

  it.each([
    ['/cover.png', 'https://m.example.com/cover.png'],
    ['cover.png', 'https://m.example.com/articles/cover.png'],
    ['//cdn.example.com/cover.png', 'https://cdn.example.com/cover.png'],
    ['https://CDN.example.com/a b.png', 'https://CDN.example.com/a b.png'],
  ])('has its picture %s made %s', (imgUrl, absolute) => {
    expect(completeShareData({ title: 'T', imgUrl }, page).imgUrl).toBe(absolute)
  })

  it('has a link of its own made absolute and otherwise kept, hash included', () => {
    expect(completeShareData({ title: 'T', link: '/x?code=1&state=2#y' }, page).link).toBe('https://m.example.com/x?code=1&state=2#y')
  })
})
