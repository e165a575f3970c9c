import { hash, timingSafeEqual } from 'node:crypto'

/** SHA-1 of token, timestamp, nonce and, of an encrypted push, its text: sorted and joined. */
export function signPush(...parts: string[]): string {
  return hash('sha1', parts.sort().join(''))
}

/**
 * Whether WeChat itself is asking.
 *
 * @param token the console's Token. Without one nothing is WeChat.
 * @param query what WeChat sends when the console's server configuration (服务器配置) is saved, and with each push: strings, if it is WeChat.
 * @param encrypted what an encrypted push holds: its `msg_signature` covers this too.
 * @see https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Access_Overview.html
 */
export function isFromWechat(token: string, { signature, timestamp, nonce }: Record<'signature' | 'timestamp' | 'nonce', unknown>, encrypted = ''): boolean {
  if (!token || typeof signature !== 'string' || typeof timestamp !== 'string' || typeof nonce !== 'string')
    return false
  const expected = Buffer.from(signPush(token, timestamp, nonce, encrypted))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
