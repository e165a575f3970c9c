import { wechatError, WechatError } from './errors'
import { httpFetch, type WechatFetch, type WechatHeaders } from './http-fetch'
import { withTimeout } from './timeout'

/** An answer of WeChat's HTTP API, in WeChat's own words. */
export type WechatReply = Record<string, unknown>

export interface WechatClientOptions {
  /** Where WeChat's API is, without a path: `https://api.weixin.qq.com`. */
  apiBase: string
  fetch?: WechatFetch
  /** From connecting to the last byte; of a file between two pieces. */
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

/** What WeChat answered to a request for a file: the file, or JSON in its place. */
export type WechatFileReply = { file: AsyncIterable<Uint8Array>, headers: WechatHeaders } | { reply: WechatReply }

/** Calls WeChat's HTTP API once: no retry, no redirect. */
export type WechatClient = (call: WechatCall) => Promise<WechatReply>

export interface WechatFileClient {
  /**
   * Asks for a file. It is read from WeChat only as fast as the caller takes it; leaving it ends the transfer.
   *
   * @param maxBytes a larger file rejects, at its first byte where WeChat tells its length.
   */
  download(call: WechatCall, maxBytes: number): Promise<WechatFileReply>
}

/**
 * The one HTTP client for WeChat's API.
 *
 * What fails is a {@link WechatError} of our own with endpoint, code and errcode. The errors of `fetch` hold the whole
 * URL, and with it secrets and tokens: they end here, and are no `cause` either.
 */
export function createWechatClient({ apiBase, fetch = httpFetch, timeoutMs = 5000, maxBytes = 65536 }: WechatClientOptions): WechatClient & WechatFileClient {
  async function send({ endpoint, query, body }: WechatCall, signal: AbortSignal): Promise<{ headers: WechatHeaders, body: AsyncIterable<Uint8Array> }> {
    const url = `${apiBase}${endpoint}${query ? `?${new URLSearchParams(query)}` : ''}`
    const response = await fetch(url, {
      ...body ? { method: 'POST', body: JSON.stringify(body) } : { method: 'GET' },
      headers: { accept: 'application/json', ...body && { 'content-type': 'application/json' } },
      redirect: 'manual',
      signal,
    })
    if (response.status !== 200)
      throw badResponse(endpoint, `HTTP ${response.status}`)
    // Node's streams are iterable, which the types of browsers leave out.
    return { headers: response.headers, body: response.body as AsyncIterable<Uint8Array> | null ?? (async function* () {})() }
  }

  async function readJson(endpoint: string, body: AsyncIterable<Uint8Array>): Promise<WechatReply> {
    return readReply(endpoint, await readText(limit(body, maxBytes, () => badResponse(endpoint, `more than ${maxBytes} bytes`))))
  }

  async function* pass(endpoint: string, body: AsyncIterable<Uint8Array>, maxFileBytes: number, connection: AbortController): AsyncGenerator<Uint8Array> {
    const pieces = limit(body, maxFileBytes, () => tooLarge(endpoint, maxFileBytes))[Symbol.asyncIterator]()
    try {
      for (;;) {
        const { done, value } = await inTime(endpoint, timeoutMs, pieces.next())
        if (done)
          return
        yield value
      }
    }
    finally {
      connection.abort()
    }
  }

  async function call(options: WechatCall): Promise<WechatReply> {
    const connection = new AbortController()
    try {
      return await inTime(options.endpoint, timeoutMs, send(options, connection.signal).then(({ body }) => readJson(options.endpoint, body)))
    }
    finally {
      // Ends what is still under way; a fetch that takes no signal is left behind.
      connection.abort()
    }
  }

  async function download(options: WechatCall, maxFileBytes: number): Promise<WechatFileReply> {
    const { endpoint } = options
    const connection = new AbortController()
    try {
      return await inTime(endpoint, timeoutMs, send(options, connection.signal).then(async ({ headers, body }): Promise<WechatFileReply> => {
        // WeChat's errors come with HTTP 200; only a file has a name.
        if (headers.get('content-disposition') === null) {
          const reply = await readJson(endpoint, body)
          connection.abort()
          return { reply }
        }
        if (Number(headers.get('content-length')) > maxFileBytes)
          throw tooLarge(endpoint, maxFileBytes)
        return { file: pass(endpoint, body, maxFileBytes, connection), headers }
      }))
    }
    catch (error) {
      connection.abort()
      throw error
    }
  }

  return Object.assign(call, { download })
}

/** The answer, or a {@link WechatError}, within a while. */
async function inTime<Value>(endpoint: string, timeoutMs: number, answer: Promise<Value>): Promise<Value> {
  try {
    return await withTimeout(answer, timeoutMs, () =>
      new WechatError('wechat_timeout', `WeChat did not answer within ${timeoutMs / 1000} seconds; it is asked again by itself.`, { endpoint }))
  }
  catch (error) {
    if (error instanceof WechatError)
      throw error
    throw new WechatError('wechat_unreachable', 'WeChat cannot be reached: check this server\'s network, DNS and NUXT_WECHAT_API_BASE.', { endpoint })
  }
}

/** Passes a body on, up to the first byte over the limit, whatever length its header promised. Leaving it ends the transfer. */
async function* limit(body: AsyncIterable<Uint8Array>, maxBytes: number, tooLarge: () => WechatError): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > maxBytes)
      throw tooLarge()
    yield chunk
  }
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body)
    chunks.push(chunk)
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

function tooLarge(endpoint: string, maxBytes: number): WechatError {
  return new WechatError('media_too_large', `The file has more than ${maxBytes} bytes: give downloadMedia a larger maxBytes, or refuse it.`, { endpoint })
}
