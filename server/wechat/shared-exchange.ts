import type { WechatUser } from '../../shared/wechat'
import { FAILURE_LIFE_MS, hashCode, STATE_LIFE_MS, stateUsed, type FetchUser } from './code-exchange'
import { WechatError } from './errors'
import type { ExchangeBoard } from './exchange-board'
import { waitFor } from './patience'
import { seal, unseal } from './seal'
import { STORE_PATIENCE_MS } from './turns'

/** How long the others wait for the process whose code it is: longer than its two calls of WeChat. */
const CLAIM_MS = 12_000
const LOOK_EVERY_MS = 200

/** How an exchange ended. */
type Outcome = { user: WechatUser } | { error: Pick<WechatError, 'code' | 'hint' | 'details'> }

/**
 * Exchanges each code in one of several processes: web views load the callback twice within milliseconds, and a load balancer
 * sends each load elsewhere. The others wait for how it ended. It is kept under a hash of the state, and sealed with the code,
 * so that whoever reads the storage learns neither code nor person.
 *
 * Where the storage fails, each process goes on by itself.
 */
export function shareExchange(fetchUser: FetchUser, board: ExchangeBoard): FetchUser {
  async function lead(key: string, state: string, code: string): Promise<WechatUser> {
    const post = (outcome: Outcome, lifeMs: number) => {
      const note = JSON.stringify({ codeHash: hashCode(code), outcome: seal(secretOf(state, code), outcome) })
      void attempt(board.post(key, note, lifeMs))
    }
    try {
      const user = await fetchUser(state, code)
      post({ user }, STATE_LIFE_MS)
      return user
    }
    catch (error) {
      if (error instanceof WechatError)
        post({ error: { code: error.code, hint: error.hint, details: error.details } }, FAILURE_LIFE_MS)
      throw error
    }
  }

  return async (state, code) => {
    const key = hashCode(state)
    const claim = JSON.stringify({ codeHash: hashCode(code) })
    for (let waitedMs = 0; waitedMs <= CLAIM_MS; waitedMs += LOOK_EVERY_MS) {
      const found = await attempt(board.claim(key, claim, CLAIM_MS))
      if (!found)
        break
      if (found.value === undefined)
        return lead(key, state, code)
      const { codeHash, outcome } = readNote(found.value)
      if (!codeHash)
        break
      if (codeHash !== hashCode(code))
        throw stateUsed()
      if (outcome)
        return settle(unseal(secretOf(state, code), outcome)) ?? fetchUser(state, code)
      await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS))
    }
    return fetchUser(state, code)
  }
}

/** What the board answers, if it does so in time. */
async function attempt<Value>(answer: Promise<Value>): Promise<{ value: Value } | undefined> {
  try {
    return { value: await waitFor(answer, STORE_PATIENCE_MS, () => new Error('The store takes too long.')) }
  }
  catch {
    return undefined
  }
}

/** Nobody but who came with the code knows this; the code's hash is in the storage. */
function secretOf(state: string, code: string): string {
  return `outcome of ${state} ${code}`
}

function readNote(note: string): { codeHash?: string, outcome?: string } {
  try {
    const { codeHash, outcome } = Object(JSON.parse(note))
    return { ...typeof codeHash === 'string' && { codeHash }, ...typeof outcome === 'string' && { outcome } }
  }
  catch {
    return {}
  }
}

/** @throws {WechatError} where the exchange failed. */
function settle(opened: unknown): WechatUser | undefined {
  // Only this app seals, and it seals an outcome.
  const outcome = opened as Outcome | undefined
  if (outcome && 'error' in outcome)
    throw new WechatError(outcome.error.code, outcome.error.hint, outcome.error.details)
  return outcome?.user
}
