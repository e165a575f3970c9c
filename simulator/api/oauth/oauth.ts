import { randomBytes } from 'node:crypto'
import type { Account } from '../account/account'
import { type Answer, failure } from '../answers/errcodes'
import type { Params } from '../answers/request'
import type { TestUser } from './test-users'

export type OAuthScope = 'snsapi_base' | 'snsapi_userinfo' | 'snsapi_login'

const CODE_LIFE_MS = 300_000
const TOKEN_LIFE_MS = 7_200_000
const REFRESH_LIFE_MS = 30 * 86_400_000

/** What a user granted. */
interface Grant {
  user: TestUser
  scope: OAuthScope
}

interface Kept extends Grant {
  /** Milliseconds since 1970. */
  expiresAt: number
  used?: boolean
}

/**
 * Web sign-in at WeChat's servers: codes that work once and for five minutes, and tokens of their own, which are none of
 * the account's.
 *
 * @see https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
 */
export class OAuthDesk {
  private readonly codes = new Map<string, Kept>()
  private readonly tokens = new Map<string, Kept>()
  private readonly refreshTokens = new Map<string, Kept>()

  constructor(private readonly account: Account, private readonly now: () => number) {}

  /** A new code for what a user granted. */
  issueCode(grant: Grant): string {
    return this.keep(this.codes, grant, CODE_LIFE_MS, 16)
  }

  /** `/sns/oauth2/access_token` */
  exchange({ appid, secret, code, grant_type: grantType }: Params): Answer {
    const { appId, appSecret } = this.account
    if (appid !== appId)
      return failure(appid ? 40013 : 41002)
    if (secret !== appSecret)
      return failure(secret ? 40125 : 41004)
    if (grantType !== 'authorization_code')
      return failure(40002)
    if (!code)
      return failure(41008)
    const kept = this.codes.get(String(code))
    if (!kept)
      return failure(40029)
    if (kept.used)
      return failure(40163)
    if (kept.expiresAt <= this.now())
      return failure(42003)
    kept.used = true
    return this.grant(kept)
  }

  /** `/sns/oauth2/refresh_token` */
  refresh({ appid, refresh_token: refreshToken, grant_type: grantType }: Params): Answer {
    if (appid !== this.account.appId)
      return failure(appid ? 40013 : 41002)
    if (grantType !== 'refresh_token')
      return failure(40002)
    if (!refreshToken)
      return failure(41003)
    const kept = this.refreshTokens.get(String(refreshToken))
    if (!kept)
      return failure(40030)
    return kept.expiresAt <= this.now() ? failure(42002) : this.grant(kept, String(refreshToken))
  }

  /** `/sns/userinfo` */
  userInfo(params: Params): Answer {
    const kept = this.findToken(params)
    if (typeof kept === 'number')
      return failure(kept)
    if (kept.scope === 'snsapi_base')
      return failure(48001)
    const { openid, nickname, headimgurl, unionid } = kept.user
    return { openid, nickname, sex: 0, language: '', city: '', province: '', country: '', headimgurl, privilege: [], unionid }
  }

  /** `/sns/auth` */
  check(params: Params): Answer {
    const kept = this.findToken(params)
    return typeof kept === 'number' ? failure(kept) : { errcode: 0, errmsg: 'ok' }
  }

  /** The grant of a token, or the errcode that says why there is none. */
  private findToken({ access_token: token, openid }: Params): Kept | number {
    if (!token)
      return 41001
    const kept = this.tokens.get(String(token))
    if (!kept)
      return 40001
    if (kept.expiresAt <= this.now())
      return 42001
    return kept.user.openid === openid ? kept : 40003
  }

  private grant({ user, scope }: Grant, refreshToken = this.keep(this.refreshTokens, { user, scope }, REFRESH_LIFE_MS, 96)): Answer {
    return {
      access_token: this.keep(this.tokens, { user, scope }, TOKEN_LIFE_MS, 96),
      expires_in: TOKEN_LIFE_MS / 1000,
      refresh_token: refreshToken,
      openid: user.openid,
      scope,
      ...user.isSnapshot && { is_snapshotuser: 1 },
      ...scope !== 'snsapi_base' && { unionid: user.unionid },
    }
  }

  private keep(where: Map<string, Kept>, grant: Grant, lifeMs: number, bytes: number): string {
    const value = randomBytes(bytes).toString('base64url')
    where.set(value, { user: grant.user, scope: grant.scope, expiresAt: this.now() + lifeMs })
    return value
  }
}
