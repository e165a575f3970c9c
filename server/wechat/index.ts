import { hash } from 'node:crypto'
import type { WechatIdentity, WechatSignedConfig } from '../../shared/wechat'
import { createAccountCall, createWithToken, type AccountCall } from './account/account-calls'
import { createIsFollower } from './account/follower'
import { createDownloadMedia, type DownloadMedia } from './account/media'
import { createWechatClient, type WechatClientOptions } from './api/client'
import { WechatError } from './api/errors'
import type { WechatObserver } from './api/observer'
import { withPageTimeout } from './api/timeout'
import { createSteadyClock } from './clock'
import { describeHealth, type Health } from './health'
import type { WechatLog } from './log'
import { CodeExchange } from './oauth/code-exchange'
import { createOAuth, type OAuth, type OAuthOptions } from './oauth/oauth'
import { createNonce, signJsapi } from './signing/signature'
import type { KeyValueStore, SharedLock } from './storage'
import { RecordStore } from './ticket/record-store'
import { Ticket } from './ticket/ticket'
import { createUpstream, type UpstreamOptions } from './ticket/upstream'

export type { AccountCall, WechatCallOptions } from './account/account-calls'
export type { DownloadMedia, WechatMedia } from './account/media'
export { createWechatClient, type WechatClient } from './api/client'
export { errorPage, WechatError } from './api/errors'
export type { CredentialName, FailedCall, WechatObserver } from './api/observer'
export { PAGE_TIMEOUT_MS, withTimeout } from './api/timeout'
export type { LogFields, WechatLog } from './log'
export { STATE_LIFETIME_MS } from './oauth/code-exchange'
export type { OAuthScope } from './oauth/oauth'
export { assertSitePath } from './oauth/site-path'
export { readFields } from './push/fields'
export { openPush } from './push/push'
export { isFromWechat } from './push/signature'
export { isJsDomain, ownDomain, parseJsDomain, type JsDomain } from './signing/js-domains'
export { assertJsDomain, readPageUrl } from './signing/page-url'
export { signJsapi } from './signing/signature'
export { proveSite } from './site-proof'
export type { KeyValueStore, SharedLock } from './storage'
export { createUpstream } from './ticket/upstream'

export interface WechatOptions extends Omit<OAuthOptions, 'client'>, Pick<UpstreamOptions, 'tokenEndpoint'>, Pick<WechatClientOptions, 'apiBase' | 'fetch'> {
  storage: KeyValueStore
  /** Where several processes share the storage. */
  lock?: SharedLock
  /** Ends when the storage's driver is loaded. */
  storageReady?: Promise<unknown>
  log: WechatLog
  observer?: WechatObserver
  /** The machine's clock, milliseconds since 1970. */
  now?: () => number
  /** A clock that is never set, in milliseconds from any start. */
  monotonicNow?: () => number
  /** A number from 0 up to 1. */
  random?: () => number
}

/** What the server can do for a page. */
export interface Wechat {
  /**
   * Signs a page's URL byte for byte.
   *
   * @throws {WechatError} where no valid ticket is cached and WeChat gives none.
   */
  signPage(url: string): Promise<WechatSignedConfig>
  /** The same where a valid ticket is in memory; nothing is waited for. */
  signPageAtOnce(url: string): WechatSignedConfig & { validForMs: number } | undefined
  /** Where the browser goes to sign in. */
  authorizeUrl: OAuth['authorizeUrl']
  /**
   * The user who came back from the authorise page with this code. A second load of the same callback gets the same user, and
   * WeChat is asked once.
   *
   * @throws {WechatError} `oauth_code_invalid`, `oauth_snapshot_user`, and what WeChat's API may answer.
   */
  signIn(state: string, code: string): Promise<WechatIdentity>
  /** The user of this state has signed out: a load of the same callback after that gets no user. */
  endSignIn(state: string): void
  /**
   * The account's access token, for other SDKs in this process. It ends after two hours at most: ask before each use.
   *
   * @throws {WechatError}
   */
  accessToken(): Promise<string>
  /**
   * Calls WeChat's API with the account's token. A token that WeChat refuses is renewed, for all processes, and the call repeated, once.
   *
   * @throws {WechatError} with WeChat's errcode.
   * @throws {TypeError} where the path is none of the API.
   */
  call: AccountCall
  downloadMedia: DownloadMedia
  /** Whether the user follows the account, at most a minute ago. */
  isFollower(openid: string): Promise<boolean>
  /** Fetches the ticket before the first page asks; failures are logged and tried again. */
  warm(): Promise<void>
  /**
   * A page's client called a signature of ours invalid. After three reports within ten minutes WeChat is asked for another ticket,
   * unless this one is younger than ten minutes. Until another is there pages are signed with this one.
   */
  reportInvalidSignature(): void
  /** What this process knows: neither WeChat nor the storage is asked. */
  health(): Health
  /** From now on `health()` says `stopping`; everything else goes on. */
  announceStop(): void
  /** Ends renewals in the background, and releases the lock. */
  stop(): Promise<void>
}

/** One account of WeChat: client, ticket, sign-in and signature, wired. */
export function createWechat(options: WechatOptions): Wechat {
  const { appId, appSecret, tokenEndpoint, apiBase, openBase, storage, lock, storageReady, log, observer = {}, fetch, now: wallNow = Date.now, monotonicNow, random = Math.random } = options
  const now = createSteadyClock(wallNow, monotonicNow)
  const client = createWechatClient({ apiBase, fetch })
  const oauth = createOAuth({ appId, appSecret, openBase, client })
  const exchange = new CodeExchange({
    fetchUser: async code => oauth.fetchUser(await oauth.exchangeCode(code)),
    storage: lock && storage,
    keyPrefix: `${appId}:sign-in`,
    observer,
  })
  const store = new RecordStore({ storage, lock, ready: storageReady, key: toRecordKey(options), log, now, wallNow })
  const upstream = createUpstream({ appId, appSecret, tokenEndpoint, client, observer, now })
  const ticket = new Ticket({ store, upstream, log, observer, now, random })
  const calls = { client, observer, getToken: (refused?: string) => ticket.getToken(refused) }
  const withToken = createWithToken(calls)
  const call = createAccountCall(calls, withToken)
  let isStopping = false

  function sign(jsapiTicket: string, url: string): WechatSignedConfig {
    const nonceStr = createNonce()
    const timestamp = Math.floor(wallNow() / 1000)
    return { appId, timestamp, nonceStr, signature: signJsapi({ jsapiTicket, nonceStr, timestamp, url }), url }
  }

  return {
    accessToken: () => ticket.getToken(),
    call,
    downloadMedia: createDownloadMedia(client, withToken),
    isFollower: createIsFollower(call, now),
    reportInvalidSignature: () => ticket.reportInvalidSignature(),
    signPage: async url => sign(await ticket.get(), url),
    signPageAtOnce(url) {
      const held = ticket.held()
      return held && { ...sign(held.value, url), validForMs: Math.floor(held.expiresAt - now()) }
    },
    authorizeUrl: oauth.authorizeUrl,
    signIn: (state, code) => withPageTimeout(exchange.run(state, code)),
    endSignIn: state => exchange.end(state),
    async warm() {
      // A failure is in the log already, and is retried in the background.
      await ticket.refresh().catch(() => {})
    },
    health: () => describeHealth({ ...ticket.facts(), isStorageFailing: store.isFailing, isStopping, now: now() }),
    announceStop() {
      isStopping = true
    },
    stop: () => ticket.stop(),
  }
}

/** Another secret, token endpoint or API address has another record: a ticket of the old one is never used. Only a hash of the secret is in it. */
function toRecordKey({ appId, appSecret, tokenEndpoint, apiBase }: WechatOptions): string {
  return `${appId}:${hash('sha256', [appId, appSecret, tokenEndpoint, apiBase].join(' ')).slice(0, 16)}`
}

/** Stands in for an account where none is configured. */
export function createUnconfiguredWechat(): Wechat {
  const refuse = () => {
    throw new WechatError('wechat_not_configured', 'Set NUXT_WECHAT_APP_ID and NUXT_WECHAT_APP_SECRET.')
  }
  let status: Health['status'] = 'not_configured'
  return {
    signPage: async () => refuse(),
    signPageAtOnce: () => undefined,
    accessToken: async () => refuse(),
    call: async () => refuse(),
    downloadMedia: async () => refuse(),
    isFollower: async () => refuse(),
    authorizeUrl: refuse,
    signIn: async () => refuse(),
    endSignIn() {},
    reportInvalidSignature() {},
    async warm() {},
    health: () => ({ status, storage: { state: 'ok' }, accessToken: null, jsapiTicket: null, lastFailure: null }),
    announceStop() {
      status = 'stopping'
    },
    async stop() {},
  }
}
