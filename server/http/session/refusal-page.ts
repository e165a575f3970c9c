import { getRequestHeader, getResponseStatus, setResponseHeader, type H3Event } from 'h3'
import { useNitroApp, useRuntimeConfig } from 'nitropack/runtime'
import type { WechatErrorCode } from '../../../shared/wechat'
import type { PendingSignIn } from './cookies'

declare module 'h3' {
  interface H3EventContext {
    /** The sign-in that this request belongs to, which the refusal page can start again. */
    signInAgain?: PendingSignIn
  }
}

/** Whether a browser navigates here; a program asks for JSON. */
export function wantsPage(event: H3Event): boolean {
  return Boolean(getRequestHeader(event, 'accept')?.includes('text/html'))
}

/**
 * The page of a refused sign-in: the app renders `<WechatRefusal>` in place of its error page, in the user's language.
 * It is rendered as Nuxt renders an error page, but for an address without `code` and `state`.
 *
 * @param code what the request was refused with; none for an error of this server.
 * @returns `undefined` where the app cannot render it.
 */
export async function renderRefusalPage(event: H3Event, code?: WechatErrorCode): Promise<string | undefined> {
  const { scope, redirect } = event.context.signInAgain ?? {}
  const { baseURL } = useRuntimeConfig().app
  const error = new URLSearchParams({
    error: 'true',
    url: '/api/wx/callback',
    statusCode: String(getResponseStatus(event)),
    message: 'Not signed in',
    data: JSON.stringify({ wechatRefusal: { code, scope, redirect } }),
  })
  const headers = new Headers(event.headers)
  headers.set('x-nuxt-error', 'true')
  const page = await useNitroApp().localFetch(`${baseURL.replace(/\/$/, '')}/__nuxt_error?${error}`, { headers, redirect: 'manual' }).catch(() => undefined)
  if (!page?.headers.get('content-type')?.includes('text/html') || page.headers.has('location'))
    return undefined
  setResponseHeader(event, 'Content-Type', 'text/html; charset=utf-8')
  return page.text()
}
