import { createHmac } from 'node:crypto'

/**
 * Proves that an app has this AppSecret, and what it believes, to a caller who has the secret too. To any other it is 256 random bits.
 *
 * @param nonce the caller's own, so that no answer can be kept and given again.
 * @param belief such as the origin that the request seems to have come to. The caller has to guess it.
 */
export function proveSite(appSecret: string, nonce: string, belief = ''): string {
  return createHmac('sha256', appSecret).update(`nuxt-wechat site\n${nonce}\n${belief}`).digest('base64url')
}
