import { STATUS_CODES } from 'node:http'
import { defineEventHandler, isMethod, setResponseHeader, setResponseStatus, type EventHandler, type H3Event, type HTTPMethod } from 'h3'
import type { WechatErrorCode, WechatErrorData } from '../../shared/wechat'
import { WechatError } from '../wechat'
import { renderSignInPage, wantsPage } from './sign-in-page'

declare module 'h3' {
  interface H3EventContext {
    /** What the request was refused with, for whoever counts. */
    wechatCode?: WechatErrorCode
  }
}

/** The status of each refusal; what is not named here is 503. */
const statuses: Partial<Record<WechatErrorCode, number>> = {
  url_missing: 400,
  url_not_encoded: 400,
  url_invalid: 400,
  url_not_href: 400,
  url_host_not_allowed: 403,
  url_too_long: 414,
  wechat_bad_response: 502,
  wechat_error: 502,
  oauth_state_invalid: 400,
  oauth_code_invalid: 400,
  redirect_invalid: 400,
  scope_invalid: 400,
  oauth_denied: 403,
  oauth_snapshot_user: 403,
  cross_site: 403,
  signed_out: 401,
  rate_limited: 429,
  report_invalid: 400,
  report_too_large: 413,
}

/** Failures that end by themselves. */
const passing: WechatErrorCode[] = [
  'wechat_unreachable', 'wechat_timeout', 'wechat_busy', 'wechat_bad_response', 'wechat_rate_limited', 'wechat_quota_exceeded', 'rate_limited',
]

/** A failure as h3 words it, less the request's URL, which may hold an OAuth code. */
interface ErrorAnswer {
  error: true
  statusCode: number
  statusMessage: string
  message: string
  data?: WechatErrorData
}

/**
 * An event handler for one method whose {@link WechatError}s become HTTP answers: status, `data: { code, hint, errcode? }`,
 * `Retry-After`. Another method gets a 405 with `Allow`.
 */
export function defineWechatHandler<Answer>(method: HTTPMethod, handler: (event: H3Event) => Answer | Promise<Answer>) {
  return defineHandler(method, handler, false)
}

/** The same for what a browser navigates to: it sees a page with what happened, and may start again. */
export function defineSignInHandler(method: HTTPMethod, handler: (event: H3Event) => Promise<void>) {
  return defineHandler(method, handler, true)
}

function defineHandler(method: HTTPMethod, handler: (event: H3Event) => unknown, isNavigation: boolean): EventHandler {
  return defineEventHandler(async (event) => {
    if (!isMethod(event, method, method === 'GET'))
      return refuseMethod(event, method === 'GET' ? 'GET, HEAD' : method)
    try {
      return await handler(event)
    }
    catch (error) {
      return answerRefusal(event, error, isNavigation)
    }
  })
}

/** As JSON always: no browser navigates by another method. */
function refuseMethod(event: H3Event, allowed: string): ErrorAnswer {
  setResponseHeader(event, 'Allow', allowed)
  return answerStatus(event, 405, `Ask with ${allowed.replace(', ', ' or ')}.`)
}

/**
 * The answer to a refused request: JSON, or a page where a browser navigated here and wants one.
 *
 * @throws what is no {@link WechatError}.
 */
export function answerRefusal(event: H3Event, error: unknown, isNavigation: boolean): ErrorAnswer | string {
  if (!(error instanceof WechatError))
    throw error
  const answer = answerError(event, error)
  if (!isNavigation)
    return answer
  setResponseHeader(event, 'Referrer-Policy', 'no-referrer')
  setResponseHeader(event, 'Vary', 'Accept, Accept-Language')
  return wantsPage(event) ? renderSignInPage(event, error.code) : answer
}

function answerError(event: H3Event, { code, hint, details: { errcode, retryInMs } }: WechatError): ErrorAnswer {
  if (retryInMs !== undefined && passing.includes(code))
    setResponseHeader(event, 'Retry-After', Math.max(Math.ceil(retryInMs / 1000), 1))
  event.context.wechatCode = code
  return { ...answerStatus(event, statuses[code] ?? 503, hint), data: { code, hint, ...errcode !== undefined && { errcode } } }
}

function answerStatus(event: H3Event, statusCode: number, message: string): ErrorAnswer {
  const statusMessage = STATUS_CODES[statusCode] ?? ''
  setResponseStatus(event, statusCode, statusMessage)
  return { error: true, statusCode, statusMessage, message }
}
