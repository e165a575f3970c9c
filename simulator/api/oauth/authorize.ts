import type { Account } from '../account/account'
import type { SimulatorRequest } from '../answers/request'
import type { Reply } from '../faults/write-reply'
import { renderConsent, renderRefusal } from './authorize-page'
import { type AuthorizePath, OWN, refusalOf, scopesOf, warningsOf } from './authorize-rules'
import type { OAuthDesk, OAuthScope } from './oauth'
import { findTestUser, testUsers, type TestUser } from './test-users'

/** What a user is shown, or where they are sent, and what of the request the documents do not allow. */
export interface AuthorizeReply {
  reply: Reply
  warnings: string[]
  /** WeChat's number, where it refuses. */
  refused?: string
}

/** The scopes from the one that grants least. */
const SCOPES: readonly OAuthScope[] = ['snsapi_base', 'snsapi_userinfo', 'snsapi_login']

/** The authorise page: silent for `snsapi_base`, otherwise with a consent screen. */
export class AuthorizePage {
  private user: TestUser = testUsers[0]

  constructor(private readonly account: Account, private readonly oauth: OAuthDesk) {}

  answer(path: AuthorizePath, { query, language = '', userAgent }: SimulatorRequest): AuthorizeReply {
    const refusal = refusalOf(path, query, this.account, userAgent)
    if (refusal)
      return { reply: { html: renderRefusal(refusal, language) }, warnings: [], refused: refusal[0] }
    return { reply: this.ask(query, language), warnings: warningsOf(query) }
  }

  private ask(query: URLSearchParams, language: string): Reply {
    this.user = findTestUser(query.get('simulator_user')) ?? this.user
    const user = query.get('forceSnapShot') === 'true' ? findTestUser('snapshot') ?? this.user : this.user
    const scope = SCOPES.findLast(one => scopesOf(query).includes(one)) ?? 'snsapi_base'
    const answer = query.get('simulator_answer')
    // A website's page stays where it is; inside WeChat who refuses comes back with the state alone.
    if (answer === 'refuse' && scope !== 'snsapi_login')
      return { location: back(query) }
    if (scope === 'snsapi_base' || answer === 'allow')
      return { location: back(query, this.oauth.issueCode({ user, scope })) }
    return { html: renderConsent([...query].filter(([name]) => !OWN.includes(name)), this.user, language) }
  }
}

/** The redirect_uri with code and state, which come before its hash. */
function back(query: URLSearchParams, code?: string): string {
  // As an address bar would have it: a header takes no other letters.
  const [, page = '', hash = ''] = /^([^#]*)(.*)$/s.exec(new URL(query.get('redirect_uri') ?? '').href) ?? []
  const parameters = new URLSearchParams({ ...code && { code }, state: query.get('state') ?? '' })
  return `${page}${page.includes('?') ? '&' : '?'}${parameters}${hash}`
}
