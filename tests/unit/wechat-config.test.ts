import { describe, expect, it } from 'vitest'
import { defaults } from '../../server/http/config/defaults'
import { readWechatConfig, WechatConfigError } from '../../server/http/config/read-config'

function read(environment: Record<string, string>, runtimeConfig: Record<string, unknown> = defaults) {
  return readWechatConfig({ environment, runtimeConfig })
}

function problems(environment: Record<string, string>): string[] {
  try {
    read(environment)
    return []
  }
  catch (error) {
    if (error instanceof WechatConfigError)
      return error.lines
    throw error
  }
}

describe('the configuration', () => {
  it('is complete without a variable', () => {
    expect(read({})).toMatchObject({ appId: '', jsDomains: [], tokenEndpoint: 'stable', storage: 'memory', rateLimit: 0 })
  })

  it('takes a variable that is set but empty for one that is not', () => {
    const names = ['APP_ID', 'JS_DOMAINS', 'TOKEN_ENDPOINT', 'STORAGE', 'API_BASE', 'RATE_LIMIT', 'SHUTDOWN_DELAY', 'METRICS_PATH', 'SIMULATOR']
    const empty = Object.fromEntries(names.map(name => [`NUXT_WECHAT_${name}`, '']))
    expect(read(empty)).toEqual(read({}))
  })

  it('takes the value of the build where Nitro has put an empty variable over it', () => {
    const emptied = Object.fromEntries(Object.keys(defaults).map(key => [key, '']))
    const { storage, apiBase } = readWechatConfig({ environment: { NUXT_WECHAT_STORAGE: '' }, runtimeConfig: emptied, builtConfig: { ...defaults, apiBase: '/__wechat' } })
    expect([storage, apiBase]).toEqual(['memory', '/__wechat'])
  })

  it('keeps a code of digits as text, its leading zeros included', () => {
    const { verifyCode } = read({ NUXT_WECHAT_VERIFY_CODE: '0012345,9e9' }, { ...defaults, verifyCode: 12345 })
    expect(verifyCode).toEqual(['0012345', '9e9'])
  })

  it('reads lists by comma', () => {
    const { jsDomains } = read({ NUXT_WECHAT_JS_DOMAINS: ' Example.com, 192.168.1.5:3000 ,' })
    expect(jsDomains).toEqual([{ hostname: 'example.com', port: undefined }, { hostname: '192.168.1.5', port: 3000 }])
  })

  it('knows trusted proxies by address and by network', () => {
    const { trustedProxies } = read({ NUXT_WECHAT_TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8,::1,::ffff:192.0.2.1,::ffff:172.16.0.0/108,::ffff:a9fe:0/112' })
    expect(trustedProxies.check('10.1.2.3')).toBe(true)
    expect(trustedProxies.check('172.31.255.255')).toBe(true)
    expect(trustedProxies.check('172.32.0.1')).toBe(false)
    expect(trustedProxies.check('192.0.2.1')).toBe(true)
    expect(trustedProxies.check('169.254.1.1')).toBe(true)
    expect(trustedProxies.check('127.0.0.2')).toBe(false)
    expect(trustedProxies.check('::1', 'ipv6')).toBe(true)
  })

  it('takes a full set', () => {
    expect(problems({
      NUXT_WECHAT_APP_ID: 'wx1234567890abcdef',
      NUXT_WECHAT_APP_SECRET: '0123456789abcdef0123456789abcdef',
      NUXT_WECHAT_JS_DOMAINS: 'example.com',
      NUXT_WECHAT_SITE_ORIGIN: 'https://m.example.com',
      NUXT_WECHAT_TOKEN_ENDPOINT: 'classic',
      NUXT_WECHAT_STORAGE: 'redis://:password@127.0.0.1:6379/1',
      NUXT_WECHAT_API_BASE: 'http://127.0.0.1:8080',
      NUXT_WECHAT_OPEN_BASE: 'http://127.0.0.1:8080',
      NUXT_WECHAT_PUSH_TOKEN: 'token',
      NUXT_WECHAT_PUSH_AES_KEY: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
      NUXT_WECHAT_METRICS_PATH: '/internal/metrics',
      NUXT_WECHAT_TRUSTED_PROXIES: '127.0.0.1',
      NUXT_WECHAT_SIMULATOR: 'false',
      NUXT_PUBLIC_WECHAT_SDK_URLS: '',
      NUXT_SESSION_PASSWORD: 'x'.repeat(32),
      NUXT_WECHATTY: 'of another program',
    })).toEqual([])
  })

  it.each([
    ['NUXT_WECHAT_APPID', 'wx1234567890abcdef'],
    ['NUXT_WECHAT_', 'x'],
    ['NUXT_PUBLIC_WECHAT_SDK_URL', 'https://res.wx.qq.com/open/js/jweixin-1.6.0.js'],
    ['NUXT_WECHAT_APP_ID', 'gh_1234567890ab'],
    ['NUXT_WECHAT_APP_ID', ' wx1234567890abcdef'],
    ['NUXT_WECHAT_APP_SECRET', 'short-canary'],
    ['NUXT_WECHAT_APP_SECRET', '"0123456789abcdef0123456789canary"'],
    ['NUXT_WECHAT_JS_DOMAINS', 'https://canary.example.com'],
    ['NUXT_WECHAT_SITE_ORIGIN', 'm.canary.example.com'],
    ['NUXT_WECHAT_SITE_ORIGIN', 'https://canary.example.com/path'],
    ['NUXT_SESSION_PASSWORD', 'canary'],
    ['NUXT_WECHAT_TOKEN_ENDPOINT', 'canary'],
    ['NUXT_WECHAT_STORAGE', 'mysql://canary'],
    ['NUXT_WECHAT_STORAGE', 'fs:'],
    ['NUXT_WECHAT_API_BASE', 'canary'],
    ['NUXT_WECHAT_API_BASE', 'https://canary.example.com/?x'],
    ['NUXT_WECHAT_API_BASE', '//canary.example.com'],
    ['NUXT_WECHAT_OPEN_BASE', 'ftp://canary'],
    ['NUXT_WECHAT_VERIFY_CODE', '../canary'],
    ['NUXT_WECHAT_PUSH_TOKEN', 'can-ary'],
    ['NUXT_WECHAT_PUSH_AES_KEY', 'canary'],
    ['NUXT_WECHAT_PUSH_AES_KEY', `${'a'.repeat(37)}canary=`],
    ['NUXT_WECHAT_RATE_LIMIT', 'canary'],
    ['NUXT_WECHAT_RATE_LIMIT', '-1'],
    ['NUXT_WECHAT_RATE_LIMIT', '1000001'],
    ['NUXT_WECHAT_SHUTDOWN_DELAY', '61'],
    ['NUXT_WECHAT_METRICS_PATH', 'canary'],
    ['NUXT_WECHAT_METRICS_PATH', '/'],
    ['NUXT_WECHAT_METRICS_PATH', '//canary'],
    ['NUXT_WECHAT_METRICS_PATH', '/canary/'],
    ['NUXT_WECHAT_METRICS_PATH', '/canary?a'],
    ['NUXT_WECHAT_METRICS_PATH', '/canary#a'],
    ['NUXT_WECHAT_METRICS_PATH', '/:canary'],
    ['NUXT_WECHAT_METRICS_PATH', '/canary/**'],
    ['NUXT_WECHAT_METRICS_PATH', '/api/wx'],
    ['NUXT_WECHAT_METRICS_PATH', '/api/wx/canary'],
    ['NUXT_WECHAT_METRICS_PATH', '/__wechat/canary'],
    ['NUXT_WECHAT_METRICS_PATH', '/_nuxt/canary'],
    ['NUXT_WECHAT_SIMULATOR', 'true'],
    ['NUXT_WECHAT_METRICS_PATH', '/canary/..'],
    ['NUXT_WECHAT_METRICS_PATH', '/./canary'],
    ['NUXT_WECHAT_METRICS_PATH', '/MP_verify_canary.txt'],
    ['NUXT_WECHAT_METRICS_PATH', '/favicon.canary'],
    ['NUXT_WECHAT_TRUSTED_PROXIES', 'canary'],
    ['NUXT_WECHAT_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['NUXT_WECHAT_TRUSTED_PROXIES', '::ffff:10.0.0.0/64'],
    ['NUXT_WECHAT_TRUSTED_PROXIES', '0::ffff:10.0.0.0/8'],
    ['NUXT_WECHAT_TRUSTED_PROXIES', '::1/64'],
    ['NUXT_WECHAT_TRUSTED_PROXIES', '::1/129'],
    ['NUXT_WECHAT_TRUSTED_PROXIES', '::1/'],
  ])('is refused with %s=%s, by the variable\'s name and without its value', (name, value) => {
    const lines = problems({ [name]: value })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(name)
    expect(lines[0]).not.toContain('canary')
  })

  it('is refused with NUXT_WECHAT_SIMULATOR=false on a build that holds the simulator', () => {
    expect(() => read({ NUXT_WECHAT_SIMULATOR: 'false' }, { ...defaults, simulator: true })).toThrow('NUXT_WECHAT_SIMULATOR')
    expect(() => read({ NUXT_WECHAT_SIMULATOR: 'true' }, { ...defaults, simulator: true })).not.toThrow()
  })

  it.each([
    ['NUXT_WECHAT_APPID', 'NUXT_WECHAT_APP_ID'],
    ['NUXT_WECHAT_SECRET', 'NUXT_WECHAT_APP_SECRET'],
    ['NUXT_WECHAT_JS_DOMAIN', 'NUXT_WECHAT_JS_DOMAINS'],
    ['NUXT_WECHAT_METRIC_PATH', 'NUXT_WECHAT_METRICS_PATH'],
    ['NUXT_WECHAT_TRUSTED_PROXYS', 'NUXT_WECHAT_TRUSTED_PROXIES'],
    ['NUXT_WECHAT_SESSION_PASSWORD', 'NUXT_SESSION_PASSWORD'],
    ['NUXT_WECHAT_SDK_URLS', 'NUXT_PUBLIC_WECHAT_SDK_URLS'],
    ['NUXT_PUBLIC_WECHAT_SDK_URL', 'NUXT_PUBLIC_WECHAT_SDK_URLS'],
  ])('says of %s that it is unknown, and names %s', (name, known) => {
    expect(problems({ [name]: 'x' })).toEqual([`Unknown variable ${name}. Did you mean ${known}?`])
  })

  it('names no other variable for an unknown one that is close to none', () => {
    expect(problems({ NUXT_WECHAT_COLOUR: 'x' })).toEqual(['Unknown variable NUXT_WECHAT_COLOUR.'])
  })

  it('tells all problems at once', () => {
    expect(problems({ NUXT_WECHAT_APPID: 'x', NUXT_WECHAT_STORAGE: 'y' })).toHaveLength(2)
  })
})
