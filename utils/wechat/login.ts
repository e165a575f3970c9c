/** What the user is asked for: nothing but the openid, silently; or name and picture too, with consent. */
export type WechatScope = 'snsapi_base' | 'snsapi_userinfo'

/** Where a sign-in begins. The server refuses a `redirect` that is not a path of this site. */
export function wechatLoginPath(redirect: string, scope: WechatScope = 'snsapi_userinfo'): string {
  return `/api/wx/login?scope=${scope}&redirect=${encodeURIComponent(redirect)}`
}
