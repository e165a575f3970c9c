import { hash, randomUUID } from 'node:crypto'

/** What the JS-SDK's signature is made of: raw values, nothing escaped. */
export interface SignatureInput {
  jsapiTicket: string
  nonceStr: string
  /** Seconds since 1970. */
  timestamp: number
  /** The page's `location.href` without `#…`. */
  url: string
}

/**
 * The JS-SDK signature: SHA-1 of the four values, keys in this order and lower case. 40 hex digits.
 *
 * @see https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/JS-SDK.html#62
 */
export function signJsapi({ jsapiTicket, nonceStr, timestamp, url }: SignatureInput): string {
  return hash('sha1', `jsapi_ticket=${jsapiTicket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`)
}

const processNonce = randomUUID().replaceAll('-', '').slice(12)
let nonces = 0

/** Text that no other signature has. The page is told it: it need not be a secret. A random UUID for each would cost over half of what the SHA-1 does, random bytes several times that. */
export function createNonce(): string {
  return processNonce + (nonces++).toString(36)
}
