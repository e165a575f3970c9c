import { getRequestHeader, setResponseHeader, type H3Event } from 'h3'
import * as v from 'valibot'
import { wechatPlatforms, type WechatPlatform, type WechatReport } from '../../shared/wechat'
import { WechatError } from '../wechat'
import { createRateLimit } from './rate-limit'
import { useWechat } from './wechat'
import { wechatLog } from './wechat-log'

/** What WeChat's client refused, as far as its message tells. */
export type WechatReportKind = 'invalid_signature' | 'invalid_url_domain' | 'permission_denied' | 'share_refused' | 'other'

declare module 'nitropack/types' {
  interface NitroRuntimeHooks {
    /** A page has reported a refusal. Who counts them listens here. */
    'wechat:report': (report: { kind: WechatReportKind, platform: WechatPlatform }) => void
  }
}

/** Twice what the longest one has. */
const MAX_BYTES = 2048

/** A phone on a bad network sends so little in less. */
const BODY_PATIENCE_MS = 10_000

/** A page sends few; so does a whole site whose configuration works. As each is one short line, it bounds the log of a flood, too. */
const PER_ADDRESS = 10
const PER_PROCESS = 300

const schema = v.pipe(v.string(), v.parseJson(), v.strictObject({
  // A client may quote the page's URL, or what was signed; an openid has 28 characters.
  errMsg: v.pipe(v.string(), v.minLength(1), v.maxLength(200), v.transform(text => text.replaceAll(/[?#]\S*/g, '').replaceAll(/[\w-]{28,}/g, '…'))),
  // What follows may hold the code of a sign-in.
  path: v.pipe(v.string(), v.startsWith('/'), v.maxLength(500), v.transform(path => path.replace(/[?#].*/s, ''))),
  platform: v.picklist(wechatPlatforms),
  version: v.pipe(v.string(), v.regex(/^(?:\d+(?:\.\d+){0,4})?$/), v.maxLength(24)),
}))

let limits: { address: ReturnType<typeof createRateLimit>, process: ReturnType<typeof createRateLimit> } | undefined

/**
 * Counts a report of this subscriber, so that nobody fills the log.
 *
 * @throws {WechatError} `rate_limited`
 */
export async function limitReports(subscriber: string): Promise<void> {
  limits ??= { address: createRateLimit(PER_ADDRESS), process: createRateLimit(PER_PROCESS) }
  // In this order: what an address has too much of takes nothing from the others.
  await limits.address.count(subscriber)
  await limits.process.count('')
}

/**
 * Reads the body: JSON, of whatever type it is declared: what sends a text, as `navigator.sendBeacon` does, declares text/plain.
 *
 * @throws {WechatError} `report_invalid`, `report_too_large`
 */
export async function readReport(event: H3Event): Promise<WechatReport> {
  const text = await readCapped(event).catch((error: unknown) => {
    if (error instanceof WechatError)
      throw error
    // The page has gone in the middle of it, or took too long: nobody hears this answer.
    return ''
  })
  const result = v.safeParse(schema, text)
  if (!result.success)
    throw new WechatError('report_invalid', 'A report is JSON with errMsg, path, platform and version.')
  return result.output
}

async function readCapped(event: H3Event): Promise<string> {
  const tooLarge = () => {
    // What is still to come nobody reads.
    setResponseHeader(event, 'Connection', 'close')
    return new WechatError('report_too_large', `A report has at most ${MAX_BYTES} bytes.`)
  }
  if (Number(getRequestHeader(event, 'content-length')) > MAX_BYTES)
    throw tooLarge()
  const { req } = event.node
  // Node's own patience is five minutes for each connection.
  const deadline = setTimeout(() => req.destroy(), BODY_PATIENCE_MS)
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    // To its end or not, the connection stays, for the answer.
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      bytes += chunk.length
      if (bytes > MAX_BYTES)
        throw tooLarge()
      chunks.push(chunk)
    }
  }
  finally {
    clearTimeout(deadline)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Logs and counts a report. Reports of invalid signatures make the ticket suspect. */
export function takeReport({ errMsg, path, platform, version }: WechatReport): void {
  const kind = toReportKind(errMsg)
  wechatLog.warn(`WeChat refused a page: ${errMsg} at ${path} (${platform}${version && ` ${version}`}).`, { event: 'page_refused', kind, path, platform, version })
  // Whoever listens and fails is a listener of the app's own: it says so, and no page waits for it.
  useNitroApp().hooks.callHook('wechat:report', { kind, platform })?.catch((error: unknown) => wechatLog.error(`wechat:report: ${String(error)}`, { event: 'hook_failed' }))
  if (kind === 'invalid_signature')
    useWechat().reportInvalidSignature()
}

/** @param errMsg as the JS-SDK has it: `config:invalid signature`. */
export function toReportKind(errMsg: string): WechatReportKind {
  if (/invalid signature/i.test(errMsg))
    return 'invalid_signature'
  if (/invalid url domain/i.test(errMsg))
    return 'invalid_url_domain'
  if (/(?:permission|access)[ _]denied/i.test(errMsg))
    return 'permission_denied'
  return /^(?:update\w+ShareData|onMenuShare\w+):/.test(errMsg) ? 'share_refused' : 'other'
}
