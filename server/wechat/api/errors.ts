import type { WechatErrorCode } from '../../../shared/wechat'

interface WechatErrorDetails {
  /** WeChat's own number, where WeChat gave one. */
  errcode?: number
  /** The API path that failed, without query: `/cgi-bin/token`. */
  endpoint?: string
  /** The caller's IP as WeChat sees it (40164 names it). For the log, not for the answer. */
  ip?: string
  /** How long the caller should wait before it tries again, in milliseconds. */
  retryInMs?: number
}

/**
 * The one error of this core: `code` for programs, `hint` for developers. It never holds a URL, a token, a secret or
 * WeChat's message text, so that it can be logged and answered as it is.
 */
export class WechatError extends Error {
  override readonly name = 'WechatError'

  constructor(readonly code: WechatErrorCode, readonly hint: string, readonly details: WechatErrorDetails = {}) {
    super(code)
  }
}

type Explanation = [code: WechatErrorCode, hint: string]

/** Where the console is: since December 2025 most of it has another place. */
const CONSOLE = 'the console (developers.weixin.qq.com/platform; before: mp.weixin.qq.com, 开发 › 基本配置)'

const tokenInvalid: Explanation = ['wechat_error', 'WeChat refused a token that it had just given. Check that no other program renews the token of this account without sharing it.']
const secretInvalid: Explanation = ['wechat_secret_invalid', `Check NUXT_WECHAT_APP_SECRET; it may have been reset in ${CONSOLE}.`]

const codeInvalid: Explanation = ['oauth_code_invalid', 'This sign-in has expired or was used already: start again.']

const mediaInvalid: Explanation = ['media_invalid', 'WeChat has no such media_id: it ends three days after the upload, and belongs to one account.']

/** What WeChat's errcodes mean, and what to do next. Each has a page in the docs: see scripts/docs/errors. */
const explained = {
  [-1]: ['wechat_busy', 'WeChat is busy; it is asked again by itself.'],
  40001: tokenInvalid,
  40014: tokenInvalid,
  42001: tokenInvalid,
  40013: ['wechat_appid_invalid', `Check NUXT_WECHAT_APP_ID against ${CONSOLE}.`],
  40003: ['wechat_error', 'WeChat does not know this openid: it belongs to another account, or to no user.'],
  40007: mediaInvalid,
  41006: mediaInvalid,
  40029: codeInvalid,
  40163: codeInvalid,
  41008: codeInvalid,
  42003: codeInvalid,
  40030: ['wechat_error', 'The refresh token does not belong to this account: start the sign-in again.'],
  42002: ['wechat_error', 'The refresh token has expired: start the sign-in again.'],
  42007: ['wechat_error', 'The user has changed the password: start the sign-in again.'],
  40125: secretInvalid,
  40164: ['wechat_ip_not_allowed', `Add this server's IP to the whitelist (IP白名单) in ${CONSOLE}; the server's log names it.`],
  40243: ['wechat_secret_frozen', `Unfreeze the AppSecret in ${CONSOLE}; it takes 10 minutes.`],
  41002: ['wechat_error', 'WeChat received no AppID: set NUXT_WECHAT_APP_ID.'],
  41004: ['wechat_error', 'WeChat received no AppSecret: set NUXT_WECHAT_APP_SECRET.'],
  45009: ['wechat_quota_exceeded', `The daily quota of this API is used up: wait for midnight in Beijing, or clear the quota in ${CONSOLE}, 10 times a month.`],
  45011: ['wechat_rate_limited', 'Too many calls in a minute: wait a minute.'],
  48001: ['wechat_unauthorized', `The account is not authorised for this API: verify the account in ${CONSOLE}.`],
  50002: ['wechat_account_restricted', `The account is restricted: see ${CONSOLE}.`],
  61024: ['wechat_error', 'This AppID belongs to a third-party platform: its component token is needed.'],
  89503: ['wechat_error', 'This server\'s IP awaits the administrator\'s confirmation: confirm it on the administrator\'s phone.'],
} satisfies Record<number, Explanation>

/** The numbers that are explained here. */
export type KnownErrcode = keyof typeof explained

export const explanations: Readonly<Record<number, Explanation>> = explained

/** Where the pages of errors are, by code or WeChat's number. */
const ERROR_PAGES = 'https://github.com/nuxt-wechat/nuxt-wechat/blob/main/docs/errors'

/** The page that says what is seen, why, and what helps: WeChat's number tells more than the code, where it means that. */
export function errorPage({ code, details: { errcode = 0 } }: { code: string, details: WechatErrorDetails }): string {
  const [explainedCode] = explanations[errcode] ?? []
  return `${ERROR_PAGES}/${explainedCode === code ? errcode : code}.md`
}

/** Whether a failure means that WeChat refused the access token. (Where the secret is sent 40001 has another code.) */
export function refusesToken({ code, errcode = 0 }: { code: WechatErrorCode, errcode?: number }): boolean {
  return code === 'wechat_error' && [40001, 40014, 42001].includes(errcode)
}

/** Whether a call failed because WeChat refused its access token. */
export function isTokenInvalid(error: unknown): error is WechatError {
  return error instanceof WechatError && refusesToken({ code: error.code, errcode: error.details.errcode })
}

/** Whether a sign-in's code was exchanged already, here or by another process. */
export function isCodeUsed(error: unknown): boolean {
  return error instanceof WechatError && error.details.errcode === 40163
}

/**
 * The error for an answer with an errcode.
 *
 * @param endpoint the API path that was called; where the secret is sent 40001 means that the AppSecret is wrong.
 * @param errcode WeChat's number.
 * @param errmsg WeChat's text; only an IP address is taken from it.
 */
export function wechatError(endpoint: string, errcode: number, errmsg = ''): WechatError {
  const [code, hint] = errcode === 40001 && /(?:\/token|\/stable_token|\/access_token)$/.test(endpoint)
    ? secretInvalid
    : explanations[errcode] ?? ['wechat_error', `WeChat answered errcode ${errcode}: look it up in WeChat's list of return codes.`]
  return new WechatError(code, hint, { endpoint, errcode, ip: errcode === 40164 ? findIp(errmsg) : undefined })
}

/** `invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist` → `203.0.113.7`. */
function findIp(errmsg: string): string | undefined {
  return /\b\d{1,3}(?:\.\d{1,3}){3}\b/.exec(errmsg)?.[0] ?? /\b[\da-f]*:[\da-f:]+/i.exec(errmsg)?.[0]
}
