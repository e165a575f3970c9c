import { defineEventHandler, isError, isMethod, setResponseHeader, setResponseHeaders, type EventHandler, type EventHandlerRequest, type H3Event, type HTTPMethod } from 'h3'
import { WechatError } from '../../wechat'
import { logUnhandledError } from '../observability/unhandled'
import { renderRefusalPage, wantsPage } from '../session/refusal-page'
import { answerError, answerStatus, RefusalError, type ErrorAnswer } from './error-answer'

/**
 * An event handler for one method, or several, whose {@link WechatError}s become answers: status, `data: { code, hint, errcode? }`, `Retry-After`.
 * Another method gets 405 with `Allow`. An unexpected error is logged without the request's query, and answered as 500.
 *
 * @example
 * ```ts
 * export default defineWechatHandler('GET', async (event) => {
 *   const { openid } = await requireWechatUser(event)
 *   return { openid, config: await useWechat().signPage('https://m.example.com/') }
 * })
 * ```
 */
export function defineWechatHandler<Answer>(method: HTTPMethod | HTTPMethod[], handler: (event: H3Event) => Answer | Promise<Answer>): EventHandler<EventHandlerRequest, Promise<Answer>> {
  // A failure has a status of its own, with which `$fetch` throws: what it returns is the handler's answer.
  return defineHandler(method, handler, false) as EventHandler<EventHandlerRequest, Promise<Answer>>
}

/** The same for what a browser navigates to: it sees a page with what happened, and may start again. */
export function defineSignInHandler(method: HTTPMethod, handler: (event: H3Event) => Promise<void>): EventHandler {
  return defineHandler(method, handler, true)
}

function defineHandler(method: HTTPMethod | HTTPMethod[], handler: (event: H3Event) => unknown, isNavigation: boolean): EventHandler {
  const allowed = [method].flat().flatMap(one => one === 'GET' ? ['GET', 'HEAD'] as const : one)
  return defineEventHandler(async (event) => {
    if (!isMethod(event, allowed)) {
      setResponseHeader(event, 'Allow', allowed.join(', '))
      // As JSON always: no browser navigates by another method.
      return answerStatus(event, 405, `Ask with ${allowed.join(' or ')}.`)
    }
    try {
      return await handler(event)
    }
    catch (error) {
      return answerFailure(event, error, isNavigation)
    }
  })
}

/**
 * The answer to a request that failed: JSON, or a page where a browser navigated here and wants one. An unexpected error is logged here
 * and answered as 500: h3's own handlers would log the whole URL, and with it an OAuth code.
 *
 * @throws h3's errors: they were made to be answered.
 */
export async function answerFailure(event: H3Event, error: unknown, isNavigation: boolean): Promise<ErrorAnswer | string> {
  const refusal = error instanceof RefusalError ? error.refusal : error
  if (!(refusal instanceof WechatError)) {
    // In development the message with its source is wanted.
    if (import.meta.dev || (isError(error) && !error.unhandled))
      throw error
    logUnhandledError(event, error instanceof Error ? error : new Error(String(error)))
    return toPage(event, answerStatus(event, 500, 'Server Error'), isNavigation)
  }
  return toPage(event, answerError(event, refusal), isNavigation)
}

async function toPage(event: H3Event, answer: ErrorAnswer, isNavigation: boolean): Promise<ErrorAnswer | string> {
  if (!isNavigation)
    return answer
  setResponseHeaders(event, { 'Referrer-Policy': 'no-referrer', 'Vary': 'Accept, Accept-Language' })
  return (wantsPage(event) && await renderRefusalPage(event, answer.data?.code)) || answer
}
