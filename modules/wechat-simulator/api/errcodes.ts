import { randomUUID } from 'node:crypto'

/** An answer in WeChat's words, as it goes over the wire. */
export type Answer = Record<string, unknown>

/** WeChat's numbers and texts. */
export const messages: Readonly<Record<number, string>> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40030: 'invalid refresh_token',
  40097: 'invalid args',
  40125: 'invalid appsecret',
  40163: 'code been used',
  40164: 'invalid ip, not in whitelist',
  40243: 'AppSecret is frozen',
  41001: 'access_token missing',
  41002: 'appid missing',
  41003: 'refresh_token missing',
  41004: 'appsecret missing',
  41008: 'missing code',
  42001: 'access_token expired',
  42002: 'refresh_token expired',
  42003: 'code expired',
  42007: 'access_token and refresh_token exception',
  43001: 'require GET method',
  43002: 'require POST method',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit',
  47001: 'data format error',
  48001: 'api unauthorized',
  50002: 'user limited',
  61024: 'component appid must use component_access_token',
  89503: 'ip needs the confirmation of the administrator',
}

/**
 * A failure as WeChat answers it: HTTP 200 with a number, and a text that ends in a request id.
 *
 * @param errmsg WeChat's text, where the number alone does not give it.
 */
export function failure(errcode: number, errmsg = messages[errcode] ?? 'unknown error'): Answer {
  return { errcode, errmsg: `${errmsg} rid: ${randomUUID().slice(0, 23)}` }
}
