import { STATUS_CODES } from 'node:http'
import { assertMethod, createError, defineEventHandler, setResponseHeader, type EventHandlerRequest, type H3Error, type H3Event, type HTTPMethod } from 'h3'
import type { WechatErrorCode, WechatErrorData } from '../../shared/wechat'
import { WechatError } from '../wechat'

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
}

/** Failures that end by themselves. */
const passing: WechatErrorCode[] = [
  'wechat_unreachable', 'wechat_timeout', 'wechat_busy', 'wechat_bad_response', 'wechat_rate_limited', 'wechat_quota_exceeded',
]

/**
 * An event handler for one method whose {@link WechatError}s become HTTP answers: status,
 * `data: { code, hint, errcode? }`, `Retry-After`. Another method gets a 405.
 */
export function defineWechatHandler<Answer>(method: HTTPMethod, handler: (event: H3Event) => Answer | Promise<Answer>) {
  return defineEventHandler<EventHandlerRequest, Promise<Answer>>(async (event) => {
    assertMethod(event, method, method === 'GET')
    try {
      return await handler(event)
    }
    catch (error) {
      throw error instanceof WechatError ? toHttpError(event, error) : error
    }
  })
}

function toHttpError(event: H3Event, { code, hint, details: { errcode, retryAt } }: WechatError): H3Error<WechatErrorData> {
  if (retryAt !== undefined && passing.includes(code))
    setResponseHeader(event, 'Retry-After', Math.max(Math.ceil((retryAt - Date.now()) / 1000), 1))
  const statusCode = statuses[code] ?? 503
  return createError<WechatErrorData>({
    statusCode,
    statusMessage: STATUS_CODES[statusCode],
    message: hint,
    data: { code, hint, ...errcode !== undefined && { errcode } },
  })
}
