import { toShortPath, withBase } from '../../shared/site-path'

/** What the user is asked for: nothing but the openid, silently; or name and picture too, with consent. */
export type WechatScope = 'snsapi_base' | 'snsapi_userinfo'

/**
 * Where a sign-in begins. The server refuses a `redirect` that is not a path of this site.
 *
 * @param redirect of a path that is too long for a sign-in only the beginning counts: without its query, or the first page.
 * @param baseURL `app.baseURL`
 */
export function wechatLoginPath(redirect: string, scope: WechatScope = 'snsapi_userinfo', baseURL = '/'): string {
  return withBase(`/api/wx/login?scope=${scope}&redirect=${encodeURIComponent(withBase(toShortPath(redirect), baseURL))}`, baseURL)
}
