import { createHash } from 'node:crypto'
import type { WechatClient, WechatReply } from './client'
import { parseLifeSeconds, type Credential } from './credential'
import type { CredentialStore } from './credential-store'
import { isTokenInvalid, wechatError, WechatError } from './errors'
import type { WechatLog } from './log'
import { observeCall, type WechatObserver } from './observer'
import { Renewing } from './renewing'

export interface CredentialsOptions {
  appId: string
  appSecret: string
  /** `stable` gives every caller the same token; with `classic` each call invalidates the token before. */
  tokenEndpoint: 'stable' | 'classic'
  client: WechatClient
  store: CredentialStore
  log: WechatLog
  observer: WechatObserver
  /** Milliseconds since 1970. */
  now: () => number
  /** A number from 0 up to 1. */
  random: () => number
}

export interface Credentials {
  accessToken: Renewing
  jsapiTicket: Renewing
}

/** WeChat takes 20 forced renewals a day. */
const FORCED_RENEWAL_PAUSE_MS = 24 * 3600_000 / 20
/** Where WeChat refuses one token after another, each is tried for so long: a day's classic calls are 200 for a test account. */
const REFUSED_TOKEN_PAUSE_MS = 600_000

/**
 * The account's access token and jsapi ticket.
 *
 * @see https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/getStableAccessToken.html
 */
export function createCredentials({ appId, appSecret, tokenEndpoint, client, store, log, observer, now, random }: CredentialsOptions): Credentials {
  const account = `${appId}:${createHash('sha256').update(`${appId}:${appSecret}`).digest('hex').slice(0, 16)}`
  const shared = { store, log, observer, now, random }
  let forcedAt = -Infinity
  const forcedKey = `${account}:forced`
  store.announce(forcedKey)

  function fetchCredential(field: 'access_token' | 'ticket', endpoint: string, call: () => Promise<WechatReply>): Promise<Credential> {
    return observeCall(observer, async () => {
      const requestedAt = now()
      const reply = await call()
      const value = reply[field]
      if (typeof value !== 'string' || !value)
        throw new WechatError('wechat_bad_response', `WeChat's answer holds no ${field}.`, { endpoint })
      return { value, expiresAt: requestedAt + parseLifeSeconds(reply.expires_in) * 1000 }
    })
  }

  function fetchStableToken(force: boolean): Promise<Credential> {
    const endpoint = '/cgi-bin/stable_token'
    const body = { grant_type: 'client_credential', appid: appId, secret: appSecret, ...force && { force_refresh: true } }
    return fetchCredential('access_token', endpoint, () => client({ endpoint, body }))
  }

  function fetchClassicToken(): Promise<Credential> {
    const endpoint = '/cgi-bin/token'
    const query = { grant_type: 'client_credential', appid: appId, secret: appSecret }
    return fetchCredential('access_token', endpoint, () => client({ endpoint, query }))
  }

  /** The limit is the account's: processes that share a store keep it together. */
  function mayForce(): boolean {
    return now() >= forcedAt + FORCED_RENEWAL_PAUSE_MS && !store.recall(forcedKey)
  }

  /** `stable_token` may hand out the very token that WeChat just refused: only then a forced renewal helps. */
  async function fetchToken(refused: string | undefined): Promise<Credential> {
    if (tokenEndpoint === 'classic')
      return fetchClassicToken()
    const credential = await fetchStableToken(false)
    // It is another call's length, and whoever has taken the turn meanwhile asks by itself.
    if (credential.value !== refused || !mayForce() || !await store.stay())
      return credential
    forcedAt = now()
    store.write(forcedKey, { value: 'forced', expiresAt: forcedAt + FORCED_RENEWAL_PAUSE_MS })
    // Where that fails, the ticket's own call tells how the token at hand stands, and no try is another cascade of calls.
    return fetchStableToken(true).catch(() => credential)
  }

  const accessToken = new Renewing({ ...shared, name: 'access_token', key: `${account}:${tokenEndpoint}-token`, fetch: fetchToken })

  async function fetchTicket(): Promise<Credential> {
    const endpoint = '/cgi-bin/ticket/getticket'
    const ask = (token: string) =>
      fetchCredential('ticket', endpoint, () => client({ endpoint, query: { access_token: token, type: 'jsapi' } }))
    const { failure } = jsapiTicket.facts()
    const token = await accessToken.getPatiently()
    // While WeChat refuses whatever token there is, a try is one call: the ticket's, or now and then another token's.
    const isRefusedAgain = isTokenInvalid(failure)
    if (isRefusedAgain && now() >= (accessToken.facts().held?.obtainedAt ?? 0) + REFUSED_TOKEN_PAUSE_MS) {
      accessToken.drop(token)
      await accessToken.getPatiently()
      throw wechatError(endpoint, failure.details.errcode ?? 0)
    }
    try {
      return await ask(token)
    }
    catch (error) {
      if (!isTokenInvalid(error) || isRefusedAgain)
        throw error
      accessToken.drop(token)
      return ask(await accessToken.getPatiently())
    }
  }

  const jsapiTicket = new Renewing({ ...shared, name: 'jsapi_ticket', key: `${account}:jsapi-ticket`, fetch: fetchTicket })

  return { accessToken, jsapiTicket }
}
