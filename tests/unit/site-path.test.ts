import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodePath, isShortPath, withBase } from '../../shared/site-path'
import { wechatLoginPath } from '../../utils/wechat/login'

const redirectOf = (path: string) => new URL(path, 'http://x').searchParams.get('redirect')

describe('the page that a sign-in comes back to', () => {
  it('is the page itself, its path where it is too long, and the first page where that is too long', () => {
    const query = `q=${'x'.repeat(1200)}`
    expect(redirectOf(wechatLoginPath('/member?tab=1#top'))).toBe('/member?tab=1#top')
    expect(redirectOf(wechatLoginPath(`/member?${query}`))).toBe('/member')
    expect(redirectOf(wechatLoginPath(`/member#${query}`))).toBe('/member')
    expect(redirectOf(wechatLoginPath(`/${'x'.repeat(1200)}?${query}`))).toBe('/')
    expect(redirectOf(wechatLoginPath(`/${'会'.repeat(200)}`))).toBe('/')
    expect(redirectOf(wechatLoginPath(`/${'"'.repeat(600)}`))).toBe('/')
  })

  it('is always one that the server takes', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
      expect(isShortPath(redirectOf(wechatLoginPath(`/${text}`)) ?? '')).toBe(true)
    }))
  })

  it('is below the app\'s base, as is the sign-in', () => {
    expect(wechatLoginPath('/member', 'snsapi_base', '/h5/')).toBe('/h5/api/wx/login?scope=snsapi_base&redirect=%2Fh5%2Fmember')
    expect(wechatLoginPath(`/${'x'.repeat(1200)}`, 'snsapi_base', '/h5/')).toBe('/h5/api/wx/login?scope=snsapi_base&redirect=%2Fh5%2F')
  })
})

it('a path is put below the base once', () => {
  for (const base of ['/h5/', '/h5'])
    expect(['/', '/a', '/h5', '/h5/a', '/h5?x', '/h5x'].map(path => withBase(path, base))).toEqual(['/h5/', '/h5/a', '/h5', '/h5/a', '/h5?x', '/h5/h5x'])
  expect(['/', '/a?b'].map(path => withBase(path, '/'))).toEqual(['/', '/a?b'])
})

it('a path is percent-encoded where it is no ASCII, and stays byte for byte elsewhere', () => {
  expect(encodePath('/会员?a=%2F&b="é"#🐼')).toBe('/%E4%BC%9A%E5%91%98?a=%2F&b="%C3%A9"#%F0%9F%90%BC')
  expect(encodePath('/\uD83D')).toBe('/%EF%BF%BD')
})
