import type { H3Event } from 'h3'
import * as v from 'valibot'
import { wechatHosts, wechatPlatforms, type WechatReport } from '../../../shared/wechat'
import { WechatError } from '../../wechat'
import { readBodyText } from '../request/read-body'

/** Twice what the longest one has. */
const MAX_BYTES = 2048

const schema = v.pipe(v.string(), v.parseJson(), v.strictObject({
  // A client may quote the page's URL, or what was signed; an openid has 28 characters.
  errMsg: v.pipe(v.string(), v.minLength(1), v.maxLength(200), v.transform(text => text.replaceAll(/[?#]\S*/g, '').replaceAll(/[\w-]{28,}/g, '…'))),
  // What follows may hold the code of a sign-in.
  path: v.pipe(v.string(), v.startsWith('/'), v.maxLength(500), v.transform(path => path.replace(/[?#].*/s, ''))),
  platform: v.picklist(wechatPlatforms),
  // Pages that were loaded before this was told are in WeChat.
  host: v.optional(v.picklist(wechatHosts), 'wechat'),
  version: v.pipe(v.string(), v.regex(/^(?:\d+(?:\.\d+){0,4})?$/), v.maxLength(24)),
}))

/**
 * Reads the body: JSON, whatever its declared type; `navigator.sendBeacon` with a text declares text/plain.
 *
 * @throws {WechatError} `report_invalid`, `report_too_large`
 */
export async function readReport(event: H3Event): Promise<WechatReport> {
  // The page was closed in the middle of it, or took too long: no client reads this answer.
  const text = await readBodyText(event, MAX_BYTES).catch(() => '')
  if (text === undefined)
    throw new WechatError('report_too_large', `A report has at most ${MAX_BYTES} bytes.`)
  const result = v.safeParse(schema, text)
  if (!result.success)
    throw new WechatError('report_invalid', 'A report is JSON with errMsg, path, platform and version.')
  return result.output
}
