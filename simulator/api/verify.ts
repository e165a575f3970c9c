import type { Account } from './account/account'
import { explainSignature, type Explanation, type KnownTickets, type Told } from './signature/explain'
import { isOnJsDomain } from './signature/js-domains'
import { mask, maskSecrets } from '../mask'
import { sign, stringToSign } from './signature/signature'

/** What a client knows when a page asks for a configuration: WeChat's words of `preVerifyJSAPI`, and its own URLs. */
export interface VerifyRequest {
  /** The URL that this client checks against, without its fragment. */
  url?: unknown
  verifyAppId?: unknown
  verifyTimestamp?: unknown
  verifyNonceStr?: unknown
  verifySignature?: unknown
  /** The app that shows the page: `wecom` takes the corporation's own signature alone. */
  host?: unknown
  /** What a client knows beside, to explain the verdict. */
  href?: string
  landingUrl?: string
  currentUrl?: string
  told?: Told
}

export interface VerifyAnswer {
  ok: boolean
  /** Why not, as WeChat words it. */
  err_msg?: 'invalid appid' | 'invalid url domain' | 'invalid signature'
  /** The string that was signed, with secrets masked; for a client, which tells where it is. */
  signed?: string
  /** Why not, in full. */
  explanation?: Explanation
  /** The account's JS safe domains, which a share may lead to; none where all hosts are let in. */
  jsDomains?: string[]
}

/** Checks a configuration as WeChat's client does, and says what is wrong with it. */
export function verify(request: VerifyRequest, { appId, settings: { jsDomains } }: Account, tickets: KnownTickets): VerifyAnswer {
  const { href, landingUrl, currentUrl, told } = request
  const url = toText(request.url)
  const nonceStr = toText(request.verifyNonceStr)
  const timestamp = toText(request.verifyTimestamp)
  const signature = toText(request.verifySignature)
  if (request.verifyAppId !== appId)
    return { ok: false, err_msg: 'invalid appid', explanation: { cause: 'app-id', expected: `appId=${appId}`, signed: `appId=${toText(request.verifyAppId)}` } }
  if (request.host === 'wecom')
    return { ok: false, err_msg: 'invalid appid', explanation: { cause: 'corporation', expected: 'appId=ww…', signed: `appId=${appId}` } }
  if (jsDomains && !isOnJsDomain(hostOf(url), jsDomains))
    return { ok: false, err_msg: 'invalid url domain', explanation: { cause: 'domain', expected: jsDomains.join(', '), signed: hostOf(url) } }
  const ticket = tickets.valid.find(one => sign({ ticket: one, nonceStr, timestamp, url }) === signature)
  if (ticket !== undefined)
    return { ok: true, jsDomains, signed: href === undefined ? undefined : stringToSign({ ticket: mask(ticket), nonceStr, timestamp, url: String(maskSecrets(url)) }) }
  return { ok: false, err_msg: 'invalid signature', explanation: explainSignature({ url, nonceStr, timestamp, signature, href, landingUrl, currentUrl, told }, tickets) }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}

function toText(value: unknown): string {
  return String(value ?? '')
}
