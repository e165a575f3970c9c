import type { AccountSettings } from './account'
import { type Answer, failure } from '../answers/errcodes'
import type { DailyCounters } from './counters'
import type { KnownTickets } from '../signature/explain'
import { type Issued, IssuedList, OVERLAP_MS, secondsLeft, type Validity } from './issued'

const TOKEN_BYTES = 102
const TICKET_BYTES = 64
const FORCED_A_DAY = 20
const FORCED_APART_MS = 30_000

export type TicketType = 'jsapi' | 'wx_card'

/**
 * The access tokens and jsapi tickets of one account, with WeChat's rules of validity. The stable and the classic
 * token live side by side and never touch each other.
 *
 * @see https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/getStableAccessToken.html
 */
export class Credentials {
  private readonly stable: IssuedList
  private readonly classic: IssuedList
  private readonly tickets: IssuedList
  /** `type=wx_card`: for coupons, of no use for a page's signature. */
  private readonly cardTickets: IssuedList
  private lastForcedAt = -Infinity

  constructor(
    private readonly settings: AccountSettings,
    private readonly counters: DailyCounters,
    private readonly now: () => number,
  ) {
    this.stable = new IssuedList(now)
    this.classic = new IssuedList(now)
    this.tickets = new IssuedList(now)
    this.cardTickets = new IssuedList(now)
  }

  /** The same token until its last five minutes, then a new one beside it. Forced: a new one, and the old one ends. */
  stableToken(force: boolean): Answer {
    const now = this.now()
    if (force) {
      if (now - this.lastForcedAt < FORCED_APART_MS)
        return failure(45011)
      if (!this.counters.take('force_refresh', FORCED_A_DAY))
        return failure(45009)
      this.lastForcedAt = now
      this.stable.invalidate(now)
    }
    const { current } = this.stable
    const token = current && current.expiresAt - now > OVERLAP_MS ? current : this.stable.issue(this.settings.tokenLifetimeSeconds, TOKEN_BYTES)
    return { access_token: token.value, expires_in: secondsLeft(token, now) }
  }

  /** A new token each time; the one before it works for five more minutes. */
  classicToken(): Answer {
    const now = this.now()
    this.classic.invalidate(now + OVERLAP_MS)
    const token = this.classic.issue(this.settings.tokenLifetimeSeconds, TOKEN_BYTES)
    return { access_token: token.value, expires_in: secondsLeft(token, now) }
  }

  /**
   * The same ticket until its last five minutes, then a new one beside it; or with `renewsTicketEarly` always a new one. WeChat
   * documents neither; an app has to work either way.
   */
  ticket(type: TicketType): Answer {
    const now = this.now()
    const list = type === 'jsapi' ? this.tickets : this.cardTickets
    const { current } = list
    const isKept = !this.settings.renewsTicketEarly && current && current.expiresAt - now > OVERLAP_MS
    const ticket = isKept ? current : list.issue(this.settings.ticketLifetimeSeconds, TICKET_BYTES)
    return { errcode: 0, errmsg: 'ok', ticket: ticket.value, expires_in: secondsLeft(ticket, now) }
  }

  /** Whether an access token of either kind counts; `undefined` for one that is not of this account. */
  checkToken(value: string): Validity | undefined {
    return this.stable.check(value) ?? this.classic.check(value)
  }

  /** All that a signature may have been made with, rightly or by mistake. */
  get knownTickets(): KnownTickets {
    return { valid: this.tickets.valid, over: this.tickets.over, accessTokens: [...this.stable.valid, ...this.classic.valid], others: this.cardTickets.valid }
  }

  /** The newest of each kind that counts now. */
  get current(): Record<'stableToken' | 'classicToken' | 'jsapiTicket', Issued | undefined> {
    return { stableToken: this.stable.current, classicToken: this.classic.current, jsapiTicket: this.tickets.current }
  }

  /** Ends every access token now, as the console's reset does: the next call with one answers 40001. */
  revokeTokens(): void {
    this.stable.invalidate(this.now())
    this.classic.invalidate(this.now())
  }

  /** Ends every ticket now: signatures made with it are refused, and the next call gives a new one. */
  expireTickets(): void {
    this.tickets.invalidate(this.now())
    this.cardTickets.invalidate(this.now())
  }
}
