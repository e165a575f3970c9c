import { describe, expect, it } from 'vitest'
import { articles } from '../../content/articles'
import { preferredLocale } from '../../content/locales'

describe('the language of a page', () => {
  it.each([
    ['zh-CN,zh;q=0.9,en-US;q=0.6', 'zh'],
    ['en-US,en;q=0.9,zh;q=0.8', 'en'],
    ['en;q=0.5, zh-Hant-TW', 'zh'],
    ['fr-FR, zh;q=0.3', 'zh'],
    ['zh;q=0, en;q=0.1', 'en'],
    ['ZH-HANS', 'zh'],
    ['de', 'en'],
    ['*', 'en'],
    ['', 'en'],
    [undefined, 'en'],
    [';;q=,zh', 'zh'],
  ] as const)('for Accept-Language %j is %s', (header, locale) => {
    expect(preferredLocale(header)).toBe(locale)
  })
})

describe('the articles', () => {
  it('have an address of their own each', () => {
    expect(new Set(articles.map(({ slug }) => slug)).size).toBe(articles.length)
  })

  it('have as many pieces in Chinese as in English', () => {
    for (const { en, zh } of articles)
      expect(zh.body.length).toBe(en.body.length)
  })
})
