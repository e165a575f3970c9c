import { createFetch } from 'ofetch'
import { wechatError, WechatError } from './errors'
import { withTimeout } from './timeout'

/** An answer of WeChat's HTTP API, in WeChat's own words. */
export type WechatReply = Record<string, unknown>

export interface WechatClientOptions {
  /** Where WeChat's API is, without a path: `https://api.weixin.qq.com`. */
  apiBase: string
  fetch?: typeof globalThis.fetch
  /** From connecting to the last byte. */
  timeoutMs?: number
  maxBytes?: number
}

export interface WechatCall {
  /** The API path, without query: `/cgi-bin/token`. */
  endpoint: string
  query?: Record<string, string>
  /** With a body the call is a POST. */
  body?: Record<string, unknown>
}

/** Calls WeChat's HTTP API once: no retry, no redirect. */
export type WechatClient = (call: WechatCall) => Promise<WechatReply>

/**
 * The one HTTP client for WeChat's API.
 *
 * What fails is a {@link WechatError} of our own with endpoint, code and errcode. The errors of `fetch` hold the whole
 * URL, and with it secrets and tokens: they end here, and are no `cause` either.
 */
export function createWechatClient({ apiBase, fetch = globalThis.fetch, timeoutMs = 5000, maxBytes = 65536 }: WechatClientOptions): WechatClient {
  const request = createFetch({ fetch, defaults: { baseURL: apiBase, retry: 0, redirect: 'manual', ignoreResponseError: true } })

  async function exchange({ endpoint, query, body }: WechatCall, signal: AbortSignal): Promise<WechatReply> {
    const response = await request.raw(endpoint, { method: body ? 'POST' : 'GET', query, body, signal, responseType: 'stream' })
    if (response.status !== 200)
      throw badResponse(endpoint, `HTTP ${response.status}`)
    // Node's streams are iterable, which the types of browsers leave out.
    return readReply(endpoint, await readText(response._data as AsyncIterable<Uint8Array> | undefined, maxBytes, () => badResponse(endpoint, `more than ${maxBytes} bytes`)))
  }

  return async (call) => {
    const { endpoint } = call
    const connection = new AbortController()
    try {
      return await withTimeout(exchange(call, connection.signal), timeoutMs, () =>
        new WechatError('wechat_timeout', `WeChat did not answer within ${timeoutMs / 1000} seconds; it is asked again by itself.`, { endpoint }))
    }
    catch (error) {
      if (error instanceof WechatError)
        throw error
      throw new WechatError('wechat_unreachable', 'WeChat cannot be reached: check this server\'s network, DNS and NUXT_WECHAT_API_BASE.', { endpoint })
    }
    finally {
      // Ends what is still under way; a fetch that takes no signal is left behind.
      connection.abort()
    }
  }
}

/** Reads a body as UTF-8, and stops at the first byte over the limit, whatever length its header promised. */
async function readText(body: AsyncIterable<Uint8Array> | undefined, maxBytes: number, tooLarge: () => WechatError): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    // Leaving the loop ends the transfer.
    if (bytes > maxBytes)
      throw tooLarge()
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

/** WeChat fails with HTTP 200 and an errcode; a missing errcode is success. */
function readReply(endpoint: string, text: string): WechatReply {
  const reply = parseObject(text)
  if (!reply)
    throw badResponse(endpoint, text.trimStart().startsWith('<') ? 'HTML' : 'broken JSON')
  const errcode = Number(reply.errcode ?? 0)
  if (errcode !== 0)
    throw wechatError(endpoint, errcode, String(reply.errmsg ?? ''))
  return reply
}

function parseObject(text: string): WechatReply | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  }
  catch {
    return undefined
  }
}

function badResponse(endpoint: string, what: string): WechatError {
  return new WechatError('wechat_bad_response', `The WeChat API address returned something that is not a WeChat response (${what}): check NUXT_WECHAT_API_BASE and any proxy in between.`, { endpoint })
}
