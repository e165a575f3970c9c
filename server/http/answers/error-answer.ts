import { STATUS_CODES } from 'node:http'
import { setResponseHeader, setResponseStatus, H3Error, type H3Event } from 'h3'
import type { WechatErrorCode, WechatErrorData } from '../../../shared/wechat'
import { errorPage, type WechatError } from '../../wechat'

declare module 'h3' {
  interface H3EventContext {
    /** What the request was refused with, for the metrics. */
    wechatCode?: WechatErrorCode
  }
}

/** The refusals that have this status; any other has 503. */
const codes: Record<number, WechatErrorCode[]> = {
  400: ['url_missing', 'url_not_encoded', 'url_invalid', 'url_not_href', 'oauth_state_invalid', 'oauth_code_invalid', 'redirect_invalid', 'scope_invalid', 'report_invalid', 'media_invalid'],
  401: ['signed_out'],
  403: ['url_host_not_allowed', 'oauth_denied', 'oauth_snapshot_user', 'cross_site'],
  413: ['report_too_large', 'media_too_large'],
  414: ['url_too_long'],
  415: ['media_is_video'],
  429: ['rate_limited'],
  502: ['wechat_bad_response', 'wechat_error'],
}

/** Failures that end by themselves. */
const transientCodes: WechatErrorCode[] = [
  'wechat_unreachable', 'wechat_timeout', 'wechat_busy', 'wechat_bad_response', 'wechat_rate_limited', 'wechat_quota_exceeded', 'rate_limited',
]

/** A failure as h3 words it, less the request's URL, which may hold an OAuth code. */
export type ErrorAnswer = ReturnType<typeof answerStatus> & { data?: WechatErrorData }

/** Answers what a request was refused with. */
export function answerError(event: H3Event, error: WechatError): ErrorAnswer {
  const { code, hint, details: { retryInMs } } = error
  if (retryInMs !== undefined && transientCodes.includes(code))
    setResponseHeader(event, 'Retry-After', Math.max(Math.ceil(retryInMs / 1000), 1))
  event.context.wechatCode = code
  return { ...answerStatus(event, toStatus(error), hint), data: toData(error) }
}

/** Answers a status that has no code of ours. */
export function answerStatus(event: H3Event, statusCode: number, message: string) {
  const statusMessage = STATUS_CODES[statusCode] ?? ''
  setResponseStatus(event, statusCode, statusMessage)
  return { error: true, statusCode, statusMessage, message } as const
}

/** A refusal in a handler that is not ours: h3 answers it with the same status, message and data. */
export class RefusalError extends H3Error<WechatErrorData> {
  constructor(readonly refusal: WechatError) {
    super(refusal.hint)
    this.statusCode = toStatus(refusal)
    this.statusMessage = STATUS_CODES[this.statusCode]
    this.data = toData(refusal)
  }
}

function toStatus({ code }: WechatError): number {
  return Number(Object.keys(codes).find(status => codes[Number(status)]?.includes(code)) ?? 503)
}

function toData(error: WechatError): WechatErrorData {
  const { code, hint, details: { errcode } } = error
  return { code, hint: `${hint} ${errorPage(error)}`, ...errcode !== undefined && { errcode } }
}
