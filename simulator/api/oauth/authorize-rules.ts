import type { Account } from '../account/account'

/** The pages of open.weixin.qq.com where a user agrees to sign in: inside WeChat, and on a website by a QR code. */
export const authorizePages = {
  '/connect/oauth2/authorize': { name: 'authorize', scopes: ['snsapi_base', 'snsapi_userinfo'] },
  '/connect/qrconnect': { name: 'qrconnect', scopes: ['snsapi_login'] },
} as const

export type AuthorizePath = keyof typeof authorizePages
export type PageName = typeof authorizePages[AuthorizePath]['name']

export function isAuthorizePath(path: string): path is AuthorizePath {
  return Object.hasOwn(authorizePages, path)
}

/** The simulator's own, from its consent form: who the user is, and what they say. */
export const OWN = ['simulator_user', 'simulator_answer']
/** The documents demand these, in this order. */
const ORDER = ['appid', 'redirect_uri', 'response_type', 'scope', 'state']
/** Documented, after them. */
const EXTRAS = ['forcePopup', 'forceSnapShot', 'lang', 'self_redirect', 'styletype', 'sizetype', 'bgcolor', 'rst', 'style', 'href', 'stylelite', 'fast_login']

/** WeChat's number and words, in Chinese and in English. */
export type Refusal = readonly [number: string, chinese: string, english: string]

/** Why WeChat does not show the page. */
export function refusalOf(path: AuthorizePath, query: URLSearchParams, { appId, settings: { oauthDomain } }: Account, userAgent = ''): Refusal | undefined {
  const allowed: readonly string[] = authorizePages[path].scopes
  const scopes = scopesOf(query)
  if (/miniProgram/i.test(userAgent))
    return ['10003', '小程序的 web-view 不支持打开非业务域名，网页授权在此不可用', 'a mini program\'s web view opens no authorise page: web sign-in does not work there']
  if (query.get('appid') !== appId)
    return ['10013', 'AppID 参数错误', 'AppID is wrong']
  if (query.get('response_type') !== 'code')
    return ['10004', 'response_type 参数错误', 'response_type is not code']
  if (!isOwnRedirect(query.get('redirect_uri') ?? '', oauthDomain))
    return ['10003', 'redirect_uri 域名与后台配置不一致', 'redirect_uri is not on the web-authorisation domain (网页授权域名)']
  if (scopes.length === 0 || !scopes.every(scope => allowed.includes(scope)))
    return ['10005', 'Scope 参数错误或没有 Scope 权限', 'scope is wrong or not granted']
  // A website's page is not known to count.
  if (path === '/connect/oauth2/authorize' && Buffer.byteLength(query.get('state') ?? '') > 128)
    return ['10016', 'state 参数最长 128 字节', 'state has 128 bytes at most']
}

/** What the documents would refuse, and WeChat was seen to take. */
export function warningsOf(query: URLSearchParams): string[] {
  const names = [...query.keys()].filter(name => !OWN.includes(name))
  const inOrder = ORDER.filter(name => names.includes(name))
  const unknown = names.filter(name => !ORDER.includes(name) && !EXTRAS.includes(name))
  const repeated = names.filter((name, index) => names.indexOf(name) !== index)
  return [
    names.slice(0, inOrder.length).join() !== inOrder.join() && `the documents demand the order ${ORDER.join(', ')}`,
    unknown.length > 0 && `not documented: ${unknown.join(', ')}`,
    repeated.length > 0 && `more than once: ${repeated.join(', ')}`,
    !query.get('state') && 'without state, a callback can be planted by another site',
    /[^a-z\d]/i.test(query.get('state') ?? '') && 'the documents allow letters and digits only in state',
  ].filter(warning => warning !== false)
}

/** Several are separated by commas. */
export function scopesOf(query: URLSearchParams): string[] {
  return (query.get('scope') ?? '').split(',').filter(Boolean)
}

function isOwnRedirect(uri: string, oauthDomain: string | undefined): boolean {
  return /^https?:\/\//.test(uri) && URL.canParse(uri) && (oauthDomain === undefined || new URL(uri).host === oauthDomain)
}
