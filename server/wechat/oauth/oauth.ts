import type { WechatIdentity } from '../../../shared/wechat'
import type { WechatClient, WechatReply } from '../api/client'
import { WechatError } from '../api/errors'

/** `snsapi_base` gives the openid without a question; `snsapi_userinfo` asks the user, and gives name and picture too. */
export type OAuthScope = 'snsapi_base' | 'snsapi_userinfo'

export interface OAuthOptions {
  appId: string
  appSecret: string
  /** Where the authorise page is, without a path: `https://open.weixin.qq.com`. */
  openBase: string
  client: WechatClient
}

/** What a code was exchanged for. Its access token is not the one of the credentials: never mix them. */
export interface OAuthGrant {
  accessToken: string
  openid: string
  unionid?: string
  /** Granted scopes, by comma. */
  scope: string
}

export type OAuth = ReturnType<typeof createOAuth>

/**
 * Web sign-in (网页授权), the protocol alone.
 *
 * @see https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
 */
export function createOAuth({ appId, appSecret, openBase, client }: OAuthOptions) {
  return {
    /** Where the browser goes to sign in. `state` is `[a-zA-Z0-9]`, at most 128 bytes. */
    authorizeUrl({ redirectUri, scope, state }: { redirectUri: string, scope: OAuthScope, state: string }): string {
      // WeChat's page wants the parameters in this order.
      const parameters = { appid: appId, redirect_uri: redirectUri, response_type: 'code', scope, state }
      return `${openBase}/connect/oauth2/authorize?${new URLSearchParams(parameters)}#wechat_redirect`
    },
    /**
     * Exchanges a code, which works once and for five minutes.
     *
     * @throws {WechatError} `oauth_code_invalid`, and `oauth_snapshot_user` for the made-up identity of a snapshot page.
     */
    async exchangeCode(code: string): Promise<OAuthGrant> {
      const endpoint = '/sns/oauth2/access_token'
      const query = { appid: appId, secret: appSecret, code, grant_type: 'authorization_code' }
      const reply = await client({ endpoint, query })
      if (Number(reply.is_snapshotuser) === 1)
        throw new WechatError('oauth_snapshot_user', 'This is a snapshot page (快照页): tap 使用完整服务 below it, then sign in.', { endpoint })
      return readGrant(endpoint, reply)
    },
    /** The user behind a grant: with `snsapi_base` the openid, otherwise name and picture too. */
    async fetchUser({ accessToken, openid, unionid, scope }: OAuthGrant): Promise<WechatIdentity> {
      const known = { openid, ...unionid && { unionid }, scope }
      if (!scope.split(',').includes('snsapi_userinfo'))
        return known
      const reply = await client({ endpoint: '/sns/userinfo', query: { access_token: accessToken, openid, lang: 'zh_CN' } })
      // Another openid is another user.
      if (reply.openid !== openid)
        throw new WechatError('wechat_bad_response', 'WeChat answered with another user than was asked for.', { endpoint: '/sns/userinfo' })
      const { nickname, headimgurl } = reply
      return { ...known, ...readText(reply, 'unionid'), ...toNickname(nickname), ...toPicture(headimgurl) }
    },
  }
}

/** Nickname and picture are the user's own choice, of any length; a cookie holds them, and a browser drops one over 4096 bytes. */
const [MAX_NICKNAME_BYTES, MAX_PICTURE_BYTES] = [256, 512]

/** As many of its first characters as a cookie has room for. */
function toNickname(text: unknown): Pick<WechatIdentity, 'nickname'> {
  let nickname = ''
  for (const character of typeof text === 'string' ? text.slice(0, MAX_NICKNAME_BYTES) : '') {
    if (bytesOf(nickname + character) > MAX_NICKNAME_BYTES)
      break
    nickname += character
  }
  return nickname ? { nickname } : {}
}

/** Only an https picture, as pages show it as it is; or one without an address, as the simulator's users have. */
function toPicture(url: unknown): Pick<WechatIdentity, 'headimgurl'> {
  return typeof url === 'string' && /^(?:https:\/\/|data:image\/)/.test(url) && URL.canParse(url) && bytesOf(url) <= MAX_PICTURE_BYTES ? { headimgurl: url } : {}
}

/** As JSON, which writes some characters as six. */
function bytesOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2
}

function readGrant(endpoint: string, reply: WechatReply): OAuthGrant {
  const { access_token: accessToken, openid, unionid, scope } = reply
  if (typeof accessToken !== 'string' || typeof openid !== 'string' || !openid || typeof scope !== 'string')
    throw new WechatError('wechat_bad_response', 'WeChat\'s answer holds no openid.', { endpoint })
  return { accessToken, openid, scope, ...typeof unionid === 'string' && unionid && { unionid } }
}

function readText<Key extends string>(reply: WechatReply, key: Key): { [K in Key]?: string } {
  const value = reply[key]
  // A computed key widens to `string`; it is `Key`.
  return (typeof value === 'string' && value ? { [key]: value } : {}) as { [K in Key]?: string }
}
