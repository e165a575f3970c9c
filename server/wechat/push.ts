import { hash, timingSafeEqual } from 'node:crypto'

/**
 * Whether WeChat itself is asking: its signature is the SHA-1 of token, timestamp and nonce, sorted and joined.
 *
 * @param token the console's Token. Without one nothing is WeChat.
 * @param query what WeChat sends when the console's server configuration (服务器配置) is saved: strings, if it is WeChat.
 * @see https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Access_Overview.html
 */
export function isFromWechat(token: string, { signature, timestamp, nonce }: Record<'signature' | 'timestamp' | 'nonce', unknown>): boolean {
  if (!token || typeof signature !== 'string' || typeof timestamp !== 'string' || typeof nonce !== 'string')
    return false
  const expected = Buffer.from(hash('sha1', [token, timestamp, nonce].sort().join('')))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
