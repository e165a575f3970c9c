import { encodePath, isShortPath, MAX_PATH_BYTES } from '../../../shared/site-path'
import { WechatError } from '../api/errors'

/**
 * Whether a text is a path of our own site and nothing else in any browser's reading: no other origin, no scheme, no
 * backslash, no control character.
 *
 * @throws {WechatError} `redirect_invalid`
 */
export function assertSitePath(path: unknown): asserts path is string {
  const isOurs = typeof path === 'string'
    && isShortPath(path)
    && /^\/(?!\/)/.test(path)
    && !/[\p{Cc}\\\s]/u.test(path)
    && URL.canParse(encodePath(path), 'http://site.invalid')
    && new URL(encodePath(path), 'http://site.invalid').origin === 'http://site.invalid'
  if (!isOurs)
    throw new WechatError('redirect_invalid', `redirect must be a path of this site, such as /profile?tab=1, of at most ${MAX_PATH_BYTES} bytes.`)
}
