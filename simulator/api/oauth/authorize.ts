import type { Account } from '../account/account'
import { renderConsent, renderRefusal } from './authorize-page'
import type { OAuthDesk, OAuthScope } from './oauth'
import { findTestUser, testUsers, type TestUser } from './test-users'
import type { Reply } from '../faults/write-reply'

/** WeChat's page wants exactly these, in this order. */
const ORDER = ['appid', 'redirect_uri', 'response_type', 'scope', 'state']
/** The simulator's own, from its consent form: who the person is, and what they say. */
const OWN = ['simulator_user', 'simulator_answer']

const refusals = {
  appid: ['10013', 'AppID 参数错误', 'AppID is wrong'],
  order: ['10004', '参数缺失或顺序不对', 'parameters are missing or in another order'],
  redirect: ['10003', 'redirect_uri 域名与后台配置不一致', 'redirect_uri is not on the web-authorisation domain (网页授权域名)'],
  scope: ['10005', 'Scope 参数错误或没有 Scope 权限', 'scope is wrong or not granted'],
  state: ['10016', 'state 参数只能是字母和数字，最长 128 字节', 'state is letters and digits, 128 bytes at most'],
} as const

/** The authorise page: silent for `snsapi_base`, with a consent screen for `snsapi_userinfo`. */
export class AuthorizePage {
  private person: TestUser = testUsers[0]

  constructor(private readonly account: Account, private readonly oauth: OAuthDesk) {}

  /** @param language of the page: the request's `Accept-Language`. */
  answer(query: URLSearchParams, language: string): Reply {
    const refusal = this.refusalOf(query)
    if (refusal)
      return { html: renderRefusal(refusals[refusal], language) }
    // Checked above: it is one of the two.
    const scope = query.get('scope') as OAuthScope
    this.person = findTestUser(query.get('simulator_user')) ?? this.person
    const answer = query.get('simulator_answer')
    if (answer === 'refuse')
      return { location: this.back(query) }
    if (scope === 'snsapi_base' || answer === 'allow')
      return { location: this.back(query, this.oauth.issueCode({ user: this.person, scope })) }
    return { html: renderConsent([...query].filter(([name]) => !OWN.includes(name)), this.person, language) }
  }

  private refusalOf(query: URLSearchParams): keyof typeof refusals | undefined {
    const names = [...query.keys()].filter(name => !OWN.includes(name))
    if (query.get('appid') !== this.account.appId)
      return 'appid'
    if (names.join() !== ORDER.join() || query.get('response_type') !== 'code')
      return 'order'
    if (!this.isOwnRedirect(query.get('redirect_uri') ?? ''))
      return 'redirect'
    if (!/^snsapi_(?:base|userinfo)$/.test(query.get('scope') ?? ''))
      return 'scope'
    return /^[a-z\d]{0,128}$/i.test(query.get('state') ?? '') ? undefined : 'state'
  }

  private isOwnRedirect(uri: string): boolean {
    if (!/^https?:\/\//.test(uri) || !URL.canParse(uri))
      return false
    const { oauthDomain } = this.account.settings
    return oauthDomain === undefined || new URL(uri).host === oauthDomain
  }

  /** Who refuses comes back with the state alone. */
  private back(query: URLSearchParams, code?: string): string {
    // As an address bar would have it: a header takes no other letters.
    const uri = new URL(query.get('redirect_uri') ?? '').href
    const parameters = new URLSearchParams({ ...code && { code }, state: query.get('state') ?? '' })
    return `${uri}${uri.includes('?') ? '&' : '?'}${parameters}`
  }
}
