import { createHash } from 'node:crypto'

/** What a signature is made of, in JavaScript's spelling. */
export interface SignedValues {
  ticket: string
  nonceStr: string
  timestamp: string
  url: string
}

/** The string that WeChat signs: raw values, nothing escaped or normalised. */
export function stringToSign({ ticket, nonceStr, timestamp, url }: SignedValues): string {
  return `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`
}

/** SHA-1 of a text, 40 hex digits. */
export function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}

export function sign(values: SignedValues): string {
  return sha1(stringToSign(values))
}
