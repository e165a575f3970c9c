import { hash } from 'node:crypto'
import * as v from 'valibot'
import type { WechatIdentity } from '../../../shared/wechat'
import { isCodeUsed } from '../api/errors'
import { observeCall, type WechatObserver } from '../api/observer'
import { withTimeout } from '../api/timeout'
import type { KeyValueStore } from '../storage'

/** How long a state is valid after the sign-in began. */
export const STATE_LIFETIME_MS = 10 * 60_000
/** How long the user of an exchange is kept for a second load of the callback, and how long a failure: then the user may try again. */
const USER_TTL_SECONDS = 60
const FAILURE_TTL_MS = 5000
/** How long the process whose code was used already waits for the user that another process got. */
const WAIT_MS = 2000
const POLL_MS = 100

const userSchema = v.object({
  openid: v.string(),
  unionid: v.optional(v.string()),
  nickname: v.optional(v.string()),
  headimgurl: v.optional(v.string()),
  scope: v.string(),
})

export interface CodeExchangeOptions {
  /** Asks WeChat who the code stands for. */
  fetchUser(code: string): Promise<WechatIdentity>
  /** Where processes that share a storage leave the user for each other. */
  storage?: KeyValueStore
  /** Stands before the keys in the storage. */
  keyPrefix: string
  observer: WechatObserver
}

/**
 * Exchanges each code once, though web views load the callback twice within milliseconds, and load balancers send each load to
 * another process. WeChat itself is the lock, as a code works once: the process whose code was used already (40163) takes the user
 * that another process stored.
 */
export class CodeExchange {
  /** By state: a second code with the same state gets the user of the first. */
  private readonly exchanges = new Map<string, Promise<WechatIdentity>>()

  constructor(private readonly options: CodeExchangeOptions) {}

  /**
   * The user who signed in.
   *
   * @throws {WechatError} what WeChat answers; after some seconds the same state may be tried again.
   */
  run(state: string, code: string): Promise<WechatIdentity> {
    const running = this.exchanges.get(state)
    if (running)
      return running
    const exchange = observeCall(this.options.observer, () => this.exchange(state, code))
    this.exchanges.set(state, exchange)
    const expireIn = (ms: number) => void setTimeout(() => this.exchanges.delete(state), ms).unref()
    exchange.then(() => expireIn(USER_TTL_SECONDS * 1000), () => expireIn(FAILURE_TTL_MS))
    return exchange
  }

  /** Forgets the user of an exchange, here and in the storage. */
  end(state: string): void {
    this.exchanges.delete(state)
    this.options.storage?.setItem(this.keyOf(state), {}, { ttl: USER_TTL_SECONDS }).catch(() => {})
  }

  /** By state: a code that leaked is of no use with another browser's. A hash, as a state is a key until it is used. */
  private keyOf(state: string): string {
    return `${this.options.keyPrefix}:${hash('sha256', state)}`
  }

  private async exchange(state: string, code: string): Promise<WechatIdentity> {
    const { fetchUser, storage } = this.options
    const key = this.keyOf(state)
    try {
      const user = await fetchUser(code)
      storage?.setItem(key, user, { ttl: USER_TTL_SECONDS }).catch(() => {})
      return user
    }
    catch (error) {
      const user = storage && isCodeUsed(error) ? await waitForUser(storage, key) : undefined
      if (!user)
        throw error
      return user
    }
  }
}

/** The user that another process stores, if it does so in time and the storage works. */
async function waitForUser(storage: KeyValueStore, key: string): Promise<WechatIdentity | undefined> {
  return withTimeout(pollUser(storage, key), WAIT_MS, () => new Error('The storage is slow.')).catch(() => undefined)
}

async function pollUser(storage: KeyValueStore, key: string): Promise<WechatIdentity | undefined> {
  for (let polls = 0; polls < WAIT_MS / POLL_MS; polls++) {
    const result = v.safeParse(userSchema, await storage.getItem(key).catch(() => undefined))
    if (result.success)
      return result.output
    await new Promise(resolve => setTimeout(resolve, POLL_MS))
  }
  return undefined
}
