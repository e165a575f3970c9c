import { hash } from 'node:crypto'
import type { WechatUser } from '../../shared/wechat'
import { WechatError } from './errors'

/** How long a state counts after the sign-in began, and how long its outcome is kept. */
export const STATE_LIFE_MS = 10 * 60_000
/** A failure is kept for the second load of the same callback, and no longer: the person may try again. */
export const FAILURE_LIFE_MS = 5000
/** More sign-ins than these in ten minutes push out the oldest; their second load would ask WeChat again. */
const KEPT = 10_000

/** Asks WeChat who the code stands for, which came with this state. */
export type FetchUser = (state: string, code: string) => Promise<WechatUser>

interface Outcome {
  codeHash: string
  user: Promise<WechatUser>
  expiresAt: number
}

/**
 * Exchanges each code once, though web views load the callback twice: both loads get the same outcome. A state belongs to
 * the first code that came with it.
 */
export class CodeExchange {
  private readonly outcomes = new Map<string, Outcome>()

  /** @param now milliseconds since 1970. */
  constructor(private readonly fetchUser: FetchUser, private readonly now: () => number) {}

  /**
   * Who signed in.
   *
   * @throws {WechatError} `oauth_state_invalid` for another code with a used state, and what WeChat answers.
   */
  run(state: string, code: string): Promise<WechatUser> {
    this.forgetOld()
    const known = this.outcomes.get(state)
    if (!known)
      return this.ask(state, code)
    if (known.codeHash !== hashCode(code))
      return Promise.reject(stateUsed())
    return known.user
  }

  private ask(state: string, code: string): Promise<WechatUser> {
    const outcome: Outcome = { codeHash: hashCode(code), user: this.fetchUser(state, code), expiresAt: this.now() + STATE_LIFE_MS }
    this.outcomes.set(state, outcome)
    outcome.user.catch(() => {
      outcome.expiresAt = this.now() + FAILURE_LIFE_MS
    })
    return outcome.user
  }

  private forgetOld(): void {
    const now = this.now()
    for (const [state, { expiresAt }] of this.outcomes) {
      if (expiresAt <= now || this.outcomes.size > KEPT)
        this.outcomes.delete(state)
    }
  }
}

/** For another code with a state that had one. */
export function stateUsed(): WechatError {
  return new WechatError('oauth_state_invalid', 'This sign-in has been used already: start again.')
}

/** A code is a key to the person until it is used: it is kept and compared as a hash. */
export function hashCode(code: string): string {
  return hash('sha256', code).slice(0, 32)
}
