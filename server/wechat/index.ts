import { randomUUID } from 'node:crypto'
import type { WechatSignedConfig, WechatUser } from '../../shared/wechat'
import { createWechatClient } from './client'
import { createSteadyClock } from './clock'
import { CodeExchange, type FetchUser } from './code-exchange'
import { createCredentialStore, type KeyValueStore } from './credential-store'
import { createCredentials } from './credentials'
import { WechatError } from './errors'
import type { ExchangeBoard } from './exchange-board'
import { describeHealth, type Health } from './health'
import type { Lease } from './lease'
import type { WechatLog } from './log'
import { createOAuth, type OAuth } from './oauth'
import { observeCall, type WechatObserver } from './observer'
import { waitForPage } from './patience'
import { shareExchange } from './shared-exchange'
import { signJsapi } from './signature'
import { TicketDoubt } from './ticket-doubt'

export { hashCode, STATE_LIFE_MS } from './code-exchange'
export { WechatError } from './errors'
export type { ExchangeBoard } from './exchange-board'
export { ownDomain, parseJsDomain, type JsDomain } from './js-domains'
export { LEASE_MS, type Lease } from './lease'
export type { KeyValueStore } from './credential-store'
export type { LogFields, WechatLog } from './log'
export type { OAuthScope } from './oauth'
export type { CredentialName, FailedCall, WechatObserver } from './observer'
export { assertJsDomain, readPageUrl } from './page-url'
export { PAGE_PATIENCE_MS, waitFor } from './patience'
export { isFromWechat } from './push'
export { assertSitePath } from './site-path'

export interface WechatOptions {
  appId: string
  appSecret: string
  tokenEndpoint: 'stable' | 'classic'
  /** Where WeChat's API is, without a path. */
  apiBase: string
  /** Where the authorise page is, without a path. */
  openBase: string
  storage: KeyValueStore
  /** Where several processes share the storage. */
  lease?: Lease
  /** Where several processes share the storage. */
  board?: ExchangeBoard
  /** Ends when the storage's own program is loaded. */
  storageReady?: Promise<unknown>
  log: WechatLog
  observer?: WechatObserver
  fetch?: typeof globalThis.fetch
  /** The wall's clock, milliseconds since 1970. */
  now?: () => number
  /** A clock that nobody sets, in milliseconds from whenever. */
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
  /** Where the browser goes to sign in. */
  authorizeUrl: OAuth['authorizeUrl']
  /**
   * Who came back from the authorise page with this code. The same code with the same state gives the same answer, and
   * asks WeChat once.
   *
   * @throws {WechatError} `oauth_state_invalid`, `oauth_code_invalid`, `oauth_snapshot_user`, and what WeChat's API may answer.
   */
  signIn(state: string, code: string): Promise<WechatUser>
  /** Fetches the credentials before the first page asks; failures are logged and tried again. */
  warm(): Promise<void>
  /**
   * A visitor's client called a signature of ours invalid. Where several do, WeChat is asked for another ticket, at most once
   * in ten minutes; until it is there pages are signed with the old one.
   *
   * @param visitor tells visitors apart.
   */
  reportInvalidSignature(visitor: string): void
  /** How it stands, from what this process knows: neither WeChat nor the storage is asked. */
  health(): Health
  /** From now on `health()` says `stopping`; everything else goes on. */
  announceStop(): void
  /** Ends the renewal in the background, and gives back the turn to renew. */
  stop(): Promise<void>
}

/** One account of WeChat: client, credentials and signature, wired. */
export function createWechat(options: WechatOptions): Wechat {
  const { appId, appSecret, tokenEndpoint, apiBase, openBase, storage, lease, board, storageReady, log, observer = {}, fetch, now: wallNow = Date.now, monotonicNow, random = Math.random } = options
  const now = createSteadyClock(wallNow, monotonicNow)
  const client = createWechatClient({ apiBase, fetch })
  const oauth = createOAuth({ appId, appSecret, openBase, client })
  const fetchUser: FetchUser = (_, code) => observeCall(observer, async () => oauth.fetchUser(await oauth.exchangeCode(code)))
  const exchange = new CodeExchange(board ? shareExchange(fetchUser, board) : fetchUser, now)
  const store = createCredentialStore({ storage, lease, ready: storageReady, log, now, wallNow })
  const { accessToken, jsapiTicket } = createCredentials({
    appId,
    appSecret,
    tokenEndpoint,
    client,
    store,
    log,
    observer,
    now,
    random,
  })
  const doubt = new TicketDoubt(now)
  let isStopping = false

  async function refreshTicket(): Promise<void> {
    log.warn('Visitors report "invalid signature": WeChat is asked for another jsapi ticket.', { event: 'ticket_doubted' })
    if (await jsapiTicket.refresh())
      log.info('There is another jsapi ticket.', { event: 'ticket_replaced' })
    else
      log.warn('There is no other jsapi ticket. Either WeChat fails, or the ticket is right: then the cause is the URL that was signed, or the AppID.', { event: 'ticket_kept' })
  }

  return {
    reportInvalidSignature(visitor) {
      const { held } = jsapiTicket.facts()
      if (held && doubt.add(visitor, held.obtainedAt))
        void refreshTicket()
    },
    async signPage(url) {
      const nonceStr = randomUUID().replaceAll('-', '')
      const ticket = await jsapiTicket.get()
      const timestamp = Math.floor(wallNow() / 1000)
      return { appId, timestamp, nonceStr, signature: signJsapi({ jsapiTicket: ticket, nonceStr, timestamp, url }), url }
    },
    authorizeUrl: oauth.authorizeUrl,
    signIn: (state, code) => waitForPage(exchange.run(state, code)),
    async warm() {
      // What went wrong is in the log already, and is asked again by itself.
      await jsapiTicket.getPatiently().catch(() => {})
    },
    health() {
      const facts = { accessToken: accessToken.facts(), jsapiTicket: jsapiTicket.facts() }
      return describeHealth({ ...facts, isStorageFailing: store.isFailing(), isStopping, now: now() })
    },
    announceStop() {
      isStopping = true
    },
    stop() {
      accessToken.stop()
      jsapiTicket.stop()
      return store.close()
    },
  }
}

/** Stands in for an account where none is configured. */
export function createUnconfiguredWechat(): Wechat {
  const error = () => new WechatError('wechat_not_configured', 'Set NUXT_WECHAT_APP_ID and NUXT_WECHAT_APP_SECRET.')
  let status: Health['status'] = 'not_configured'
  return {
    signPage: () => Promise.reject(error()),
    authorizeUrl() {
      throw error()
    },
    signIn: () => Promise.reject(error()),
    reportInvalidSignature: () => {},
    warm: () => Promise.resolve(),
    health: () => ({ status, storage: { state: 'ok' }, accessToken: null, jsapiTicket: null, lastFailure: null }),
    announceStop() {
      status = 'stopping'
    },
    stop: () => Promise.resolve(),
  }
}
