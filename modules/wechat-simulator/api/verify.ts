import { createHash } from 'node:crypto'

/** What a client knows when a page asks for a configuration: WeChat's words of `preVerifyJSAPI`, and its own URL. */
export interface VerifyRequest {
  /** The URL that this client checks against, without its fragment. */
  url?: unknown
  verifyAppId?: unknown
  verifyTimestamp?: unknown
  verifyNonceStr?: unknown
  verifySignature?: unknown
}

export interface VerifyAnswer {
  ok: boolean
  /** Why not, as WeChat words it. */
  err_msg?: 'invalid appid' | 'invalid signature'
  /** What would have been right, with the newest ticket. */
  expected?: { url: string, signature?: string }
}

/** SHA-1, 40 hex digits, over raw values: nothing is escaped or normalised. */
export function sign(values: { ticket: string, nonceStr: string, timestamp: string, url: string }): string {
  const { ticket, nonceStr, timestamp, url } = values
  return createHash('sha1').update(`jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`).digest('hex')
}

/** Checks a configuration as WeChat's client does. `tickets`: those that count now, newest last. */
export function verify(request: VerifyRequest, appId: string, tickets: string[]): VerifyAnswer {
  const url = String(request.url ?? '')
  if (request.verifyAppId !== appId)
    return { ok: false, err_msg: 'invalid appid' }
  const signatures = tickets.map(ticket => sign({
    ticket,
    nonceStr: String(request.verifyNonceStr ?? ''),
    timestamp: String(request.verifyTimestamp ?? ''),
    url,
  }))
  if (typeof request.verifySignature === 'string' && signatures.includes(request.verifySignature))
    return { ok: true }
  return { ok: false, err_msg: 'invalid signature', expected: { url, signature: signatures.at(-1) } }
}
