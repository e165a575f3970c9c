import { randomBytes } from 'node:crypto'
import { errcodeTexts } from './errcode-texts'

/** An answer in WeChat's words, as it goes over the wire. */
export type Answer = Record<string, unknown>

/**
 * A failure as WeChat answers it: HTTP 200 with a number, and a text that ends in a request id.
 *
 * @param errmsg WeChat's text, where the number alone does not give it.
 */
export function failure(errcode: number, errmsg = errcodeTexts[errcode] ?? 'unknown error'): Answer {
  return { errcode, errmsg: `${errmsg} rid: ${requestId()}` }
}

/** Three times eight hex digits: `6597b34f-49e4c9dc-1b25fb87`. */
function requestId(): string {
  return randomBytes(12).toString('hex').replace(/(.{8})(.{8})/, '$1-$2-')
}
