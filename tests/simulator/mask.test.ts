import { describe, expect, it } from 'vitest'
import { mask, maskSecrets } from '../../simulator/mask'

const secret = 'Zm9vYmFyMTIzNDU2'

describe('a secret in a log', () => {
  it('is shown by its first characters and its length, a third of it at most', () => {
    expect(mask(secret)).toBe('Zm9v…(16)')
    expect(mask('abcd')).toBe('a…(4)')
    expect(mask('')).toBe('')
  })

  it.each(['access_token', 'accessToken', 'refresh_token', 'component_access_token', 'token', 'secret', 'appSecret', 'client_secret', 'ticket', 'jsapi_ticket', 'api_ticket', 'session_key', 'paySign', 'password', 'authorization', 'code'])('is masked under the key %s', (key) => {
    expect(JSON.stringify(maskSecrets({ deep: [{ [key]: secret }] }))).not.toContain(secret)
  })

  it.each([
    `/cgi-bin/token?appid=wx1&secret=${secret}`,
    `/back?code=${secret}&state=a`,
    `/back?appsecret=${secret}#here`,
    `/page#access_token=${secret}`,
    `https://e.com/?next=%2Fback%3Fcode%3D${secret}%26state%3Da`,
    `jsapi_ticket=${secret}&noncestr=n&timestamp=1&url=https://e.com/`,
    `{"access_token":"${secret}`,
    `secret=${secret}`,
  ])('is masked in %s', (text) => {
    const masked = maskSecrets(text)
    expect(masked).not.toContain(secret)
    expect(masked).toContain('Zm9v…(16)')
  })
})

describe('what is no secret', () => {
  it.each([
    { code: 'wechat_busy' },
    { code: 'SUCCESS' },
    { code: 0 },
    { errmsg: 'access_token expired', token_type: 'bearer' },
    'a code of words, a ticket to the opera',
  ])('stays as it is: %j', (value) => {
    expect(maskSecrets(value)).toEqual(value)
  })
})
