import { WechatError } from '../api/errors'

/** The session that seals it must fit into a cookie. */
const MAX_PATH_LENGTH = 1024

/**
 * Whether a text is a path of our own site and nothing else in any browser's reading: no other origin, no scheme, no
 * backslash, no control character.
 *
 * @throws {WechatError} `redirect_invalid`
 */
export function assertSitePath(path: unknown): asserts path is string {
  const isOurs = typeof path === 'string'
    && path.length <= MAX_PATH_LENGTH
    && /^\/(?!\/)/.test(path)
    && !/[\p{Cc}\\\s]/u.test(path)
    && URL.canParse(path, 'http://site.invalid')
    && new URL(path, 'http://site.invalid').origin === 'http://site.invalid'
  if (!isOurs)
    throw new WechatError('redirect_invalid', 'redirect must be a path of this site, such as /profile?tab=1.')
}
