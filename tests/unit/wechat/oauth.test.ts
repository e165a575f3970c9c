import { describe, expect, it } from 'vitest'
import type { WechatCall, WechatReply } from '../../../server/wechat/api/client'
import { createOAuth } from '../../../server/wechat/oauth/oauth'
import { assertSitePath } from '../../../server/wechat/oauth/site-path'

function createWorld(replies: Record<string, WechatReply> = {}) {
  const calls: WechatCall[] = []
  const oauth = createOAuth({
    appId: 'wx1234567890abcdef',
    appSecret: 'secret',
    openBase: 'https://open.weixin.qq.com',
    async client(call) {
      calls.push(call)
      return replies[call.endpoint] ?? {}
    },
  })
  return { oauth, calls }
}

const tokenReply = { access_token: 'at', expires_in: 7200, refresh_token: 'rt', openid: 'o1', scope: 'snsapi_userinfo', unionid: 'u1' }

describe('web sign-in', () => {
  it('sends the browser to WeChat with the parameters in WeChat\'s order', () => {
    const { oauth } = createWorld()
    expect(oauth.authorizeUrl({ redirectUri: 'https://m.example.com/api/wx/callback', scope: 'snsapi_base', state: 'abc' })).toBe(
      'https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1234567890abcdef&redirect_uri=https%3A%2F%2Fm.example.com%2Fapi%2Fwx%2Fcallback&response_type=code&scope=snsapi_base&state=abc#wechat_redirect',
    )
  })

  it('exchanges a code, and asks for name and picture with the grant\'s own token', async () => {
    const { oauth, calls } = createWorld({
      '/sns/oauth2/access_token': tokenReply,
      '/sns/userinfo': { openid: 'o1', nickname: '小明', headimgurl: 'https://thirdwx.qlogo.cn/1', sex: 0, privilege: [], unionid: 'u1' },
    })
    const user = await oauth.fetchUser(await oauth.exchangeCode('c'))
    expect(user).toEqual({ openid: 'o1', unionid: 'u1', nickname: '小明', headimgurl: 'https://thirdwx.qlogo.cn/1', scope: 'snsapi_userinfo' })
    expect(calls.map(({ endpoint, query }) => [endpoint, query])).toEqual([
      ['/sns/oauth2/access_token', { appid: 'wx1234567890abcdef', secret: 'secret', code: 'c', grant_type: 'authorization_code' }],
      ['/sns/userinfo', { access_token: 'at', openid: 'o1', lang: 'zh_CN' }],
    ])
  })

  it('asks for nothing more than the openid with snsapi_base', async () => {
    const { oauth, calls } = createWorld({ '/sns/oauth2/access_token': { ...tokenReply, scope: 'snsapi_base', unionid: undefined } })
    expect(await oauth.fetchUser(await oauth.exchangeCode('c'))).toEqual({ openid: 'o1', scope: 'snsapi_base' })
    expect(calls).toHaveLength(1)
  })

  it.each([1, '1'])('signs no snapshot user in (%j)', async (flag) => {
    const { oauth } = createWorld({ '/sns/oauth2/access_token': { ...tokenReply, is_snapshotuser: flag } })
    await expect(oauth.exchangeCode('c')).rejects.toMatchObject({ code: 'oauth_snapshot_user' })
  })

  it.each([{}, { ...tokenReply, openid: '' }, { ...tokenReply, access_token: 1 }])('takes %j for no grant', async (reply) => {
    const { oauth } = createWorld({ '/sns/oauth2/access_token': reply })
    await expect(oauth.exchangeCode('c')).rejects.toMatchObject({ code: 'wechat_bad_response' })
  })

  it('does not take another user\'s name', async () => {
    const { oauth } = createWorld({ '/sns/oauth2/access_token': tokenReply, '/sns/userinfo': { openid: 'o2', nickname: 'x' } })
    await expect(oauth.exchangeCode('c').then(oauth.fetchUser)).rejects.toMatchObject({ code: 'wechat_bad_response' })
  })
})

describe('a path of this site', () => {
  it.each(['/', '/profile?tab=1&x=%2F', '/a#b', '/中文', '/a/../b', '/@x', '/https://evil.example'])('may be %s', (path) => {
    expect(() => assertSitePath(path)).not.toThrow()
  })

  it.each([
    'profile', '', '//evil.example', '///evil.example', '/\\evil.example', '\\\\evil.example', 'https://evil.example/', 'javascript:alert(1)',
    '/\t/evil.example', '/\n/evil.example', '/a\r\nX: y', '/ /evil.example', '/\0', ['/a', '/b'], undefined, `/${'a'.repeat(2000)}`,
  ])('is not %j', (path) => {
    expect(() => assertSitePath(path)).toThrow(expect.objectContaining({ code: 'redirect_invalid' }))
  })
})
