import { isTokenInvalid, refusesToken } from '../api/errors'
import { ifValid, type AccountRecord, type Credential } from './record'
import type { RecordStore } from './record-store'
import type { Upstream } from './upstream'

/** WeChat takes 20 forced refreshes a day. */
const FORCE_PAUSE_MS = 24 * 3600_000 / 20
/** While WeChat refuses one token after the other, only every tenth attempt replaces it: a test account has 200 token calls a day. */
const REPLACE_EVERY = 10

/** The lock expired, as in a process that was stopped: another process may have a newer ticket. */
export class LockLost extends Error {
  override readonly name = 'LockLost'
}

export interface RefreshOptions {
  store: RecordStore
  upstream: Upstream
  /** The steady clock, in milliseconds. */
  now: () => number
}

/**
 * Asks WeChat for a ticket, and for a token where there is no valid one. A refused token is replaced once. What WeChat gives is put
 * into the record; a token is stored at once, so that a process that takes over the lock does not ask for another.
 *
 * @throws {WechatError} where WeChat gives none.
 * @throws {LockLost} instead of another call, where another process may have asked meanwhile.
 */
export async function refreshTicket(record: AccountRecord, { store, upstream, now }: RefreshOptions): Promise<Credential> {
  const { failure } = record
  const known = ifValid(record.token, now())
  /** Extends the lock through one call. */
  function whileLocked<Value>(call: () => Promise<Value>): Promise<Value> {
    if (store.isLockLost)
      throw new LockLost()
    store.extendLock()
    return call()
  }

  async function saveToken(fetch: () => Promise<Credential>): Promise<Credential> {
    record.token = await fetch()
    if (store.isLocked)
      store.write(record)
    return record.token
  }

  const fetchToken = () => whileLocked(() => upstream.fetchToken())
  const fetchTicket = async (token: Credential) => record.ticket = await whileLocked(() => upstream.fetchTicket(token.value))

  /** `stable_token` may give the refused token again: only then it is refreshed by force, by the one process that has the lock. */
  async function fetchOtherToken(refused: Credential): Promise<Credential> {
    const token = await fetchToken()
    const mayForce = now() >= (record.forcedUntil ?? 0) && (store.isLocked || !store.isShared)
    if (token.value !== refused.value || !mayForce)
      return token
    record.forcedUntil = now() + FORCE_PAUSE_MS
    return whileLocked(() => upstream.fetchToken({ force: true }).catch(() => token))
  }

  const isRefusedAgain = failure !== undefined && refusesToken(failure)
  const mayUse = !isRefusedAgain || failure.count % REPLACE_EVERY > 0
  const token = known && mayUse ? known : await saveToken(() => known ? fetchOtherToken(known) : fetchToken())
  try {
    return await fetchTicket(token)
  }
  catch (error) {
    if (!isTokenInvalid(error) || isRefusedAgain)
      throw error
    return await fetchTicket(await saveToken(() => fetchOtherToken(token)))
  }
}
