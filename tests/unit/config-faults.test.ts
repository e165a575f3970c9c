import { describe, expect, it } from 'vitest'
import { defaults } from '../../server/http/config/defaults'
import { readWechatConfig, WechatConfigError } from '../../server/http/config/read-config'

const SECRET = '0123456789abcdef0123456789abcdef'

function read(environment: Record<string, string>) {
  return readWechatConfig({ environment, runtimeConfig: defaults })
}

function problems(environment: Record<string, string>): string {
  try {
    read(environment)
    return ''
  }
  catch (error) {
    if (error instanceof WechatConfigError)
      return error.lines.join('\n')
    throw error
  }
}

describe('a value that was copied with something around it', () => {
  it.each(['\n', '\r\n', '\n\n'])('is taken without %j at its end, as a file of secrets has', (end) => {
    expect(read({ NUXT_WECHAT_APP_SECRET: SECRET + end }).appSecret).toBe(SECRET)
    expect(read({ NUXT_SESSION_PASSWORD: SECRET + end }).sessionPassword).toBe(SECRET)
    expect(read({ NUXT_WECHAT_STORAGE: `memory${end}` }).storage).toBe('memory')
  })

  it.each([
    ['NUXT_WECHAT_APP_SECRET', `"${SECRET}"`, 'quotation mark'],
    ['NUXT_WECHAT_APP_SECRET', `'${SECRET}'`, 'quotation mark'],
    ['NUXT_WECHAT_APP_SECRET', `${SECRET}”`, 'quotation mark'],
    ['NUXT_SESSION_PASSWORD', `"${SECRET}"`, 'quotation mark'],
    ['NUXT_WECHAT_STORAGE', '"memory"', 'quotation mark'],
    ['NUXT_WECHAT_STORAGE', '\'fs:/data\'', 'quotation mark'],
    ['NUXT_WECHAT_RATE_LIMIT', '""', 'quotation mark'],
    ['NUXT_WECHAT_APP_SECRET', `${SECRET.slice(1)}\n${SECRET}`, 'a line break'],
    ['NUXT_WECHAT_JS_DOMAINS', 'a.com，b.com', 'a full-width comma'],
    ['NUXT_WECHAT_JS_DOMAINS', 'a.com、b.com', 'a full-width comma'],
    ['NUXT_WECHAT_JS_DOMAINS', 'a.com；b.com', 'a full-width character'],
    ['NUXT_WECHAT_JS_DOMAINS', 'a.com b.com', 'a space'],
    ['NUXT_WECHAT_APP_SECRET', ` ${SECRET}`, 'a space'],
    ['NUXT_WECHAT_VERIFY_CODE', 'aaaa，bbbb', 'a full-width comma'],
    ['NUXT_WECHAT_TRUSTED_PROXIES', '127.0.0.1，10.0.0.0/8', 'a full-width comma'],
    ['NUXT_WECHAT_SITE_ORIGIN', 'https：//m.example.com', 'a full-width character'],
    ['NUXT_WECHAT_APP_ID', 'wx0123456789abcdef\u200B', 'an invisible character'],
  ])('is refused in %s=%j, and what is wrong is named', (name, value, fault) => {
    const said = problems({ [name]: value })
    expect(said).toContain(name)
    expect(said).toContain(fault)
    expect(said).not.toContain(SECRET.slice(2))
    expect(said.split('\n')).toHaveLength(1)
  })

  it.each(['redis://:100%@127.0.0.1', 'redis://:%ff@127.0.0.1/0', 'rediss://us%er:pass@host'])('is refused in NUXT_WECHAT_STORAGE=%s, which the Redis client could not read', (value) => {
    expect(problems({ NUXT_WECHAT_STORAGE: value })).toContain('NUXT_WECHAT_STORAGE takes memory, fs:DIR, redis://… or rediss://…, with a % in the password as %25.')
    expect(read({ NUXT_WECHAT_STORAGE: 'redis://:100%25@127.0.0.1' }).storage).toBe('redis://:100%25@127.0.0.1')
  })

  it('a JS domain may have a path, as in the console', () => {
    const { jsDomains } = read({ NUXT_WECHAT_JS_DOMAINS: 'example.com/shop/,m.example.com/a/b,wx.example.com' })
    expect(jsDomains).toEqual([{ hostname: 'example.com', folder: '/shop' }, { hostname: 'm.example.com', folder: '/a/b' }, { hostname: 'wx.example.com' }])
    expect(problems({ NUXT_WECHAT_JS_DOMAINS: 'example.com/a?b' })).toContain('NUXT_WECHAT_JS_DOMAINS')
  })
})
