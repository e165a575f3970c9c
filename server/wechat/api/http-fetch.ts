import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'

/** The headers of an answer. Names in lower case. */
export type WechatHeaders = Pick<Headers, 'get'>

/** What the client takes of `fetch`: the global one can stand here, too. */
export type WechatFetch = (url: string, init: { method: string, headers: Record<string, string>, body?: string, redirect: 'manual', signal: AbortSignal }) => Promise<{
  status: number
  headers: WechatHeaders
  /** `AsyncIterable<Uint8Array> | null` */
  body: unknown
}>

/**
 * `fetch` on Node's own HTTP client, without redirects. The global one, which nothing else in a Nuxt server starts, would cost each process a
 * fifth of its time to start, and several megabytes for good.
 */
export const httpFetch: WechatFetch = (url, { method, headers, body, signal }) => new Promise((resolve, reject) => {
  const read = (response: IncomingMessage) => resolve({
    status: response.statusCode ?? 0,
    headers: { get: name => response.headers[name]?.toString() ?? null },
    body: response,
  })
  const request = url.startsWith('https:') ? requestHttps : requestHttp
  request(url, { method, headers, signal }, read).on('error', reject).end(body)
})
