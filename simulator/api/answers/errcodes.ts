import { randomUUID } from 'node:crypto'
import { errcodeTexts } from './errcode-texts'

/** An answer in WeChat's words, as it goes over the wire. */
export type Answer = Record<string, unknown>

/**
 * A failure as WeChat answers it: HTTP 200 with a number, and a text that ends in a request id.
 *
 * @param errmsg WeChat's text, where the number alone does not give it.
 */
export function failure(errcode: number, errmsg = errcodeTexts[errcode] ?? 'unknown error'): Answer {
  return { errcode, errmsg: `${errmsg} rid: ${randomUUID().slice(0, 23)}` }
}
