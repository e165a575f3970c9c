import { isFresh, readCredential, type Credential } from './credential'
import type { WechatLog } from './log'

/** What credentials are kept in; unstorage's `Storage` is one. Never awaited for longer than its driver allows. */
export interface KeyValueStore {
  getItem(key: string): Promise<unknown>
  setItem(key: string, value: Credential, options: { ttl: number }): Promise<void>
}

/** A store that forgives: what it cannot read is not there, what it cannot write is kept in memory only. */
export interface CredentialStore {
  read(key: string): Promise<Credential | undefined>
  write(key: string, credential: Credential): Promise<void>
  /** Whether the last read or write failed. */
  isFailing(): boolean
}

interface CredentialStoreOptions {
  storage: KeyValueStore
  log: WechatLog
  /** Milliseconds since 1970. */
  now: () => number
}

/** Keeps credentials in `storage`; a failing storage costs one log line per change of state, and no page. */
export function createCredentialStore({ storage, log, now }: CredentialStoreOptions): CredentialStore {
  let failing = false

  async function attempt<Value>(action: () => Promise<Value>): Promise<Value | undefined> {
    try {
      const value = await action()
      if (failing)
        log.info('The storage answers again.')
      failing = false
      return value
    }
    catch {
      if (!failing)
        log.warn('The storage fails: credentials are kept in this process\'s memory. Check NUXT_WECHAT_STORAGE.')
      failing = true
      return undefined
    }
  }

  return {
    async read(key) {
      const credential = readCredential(await attempt(() => storage.getItem(key)))
      return isFresh(credential, now()) ? credential : undefined
    },
    async write(key, credential) {
      const ttl = Math.ceil((credential.expiresAt - now()) / 1000)
      if (ttl > 0)
        await attempt(() => storage.setItem(key, credential, { ttl }))
    },
    isFailing: () => failing,
  }
}
