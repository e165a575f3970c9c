import type { Told } from '../../api/signature/explain'
import { NO_COOKIES_HEADER } from '../../client-cookie'
import type { Recorder } from '../record/recorder'
import { shorten } from '../record/shorten'
import type { PageRequest, SignatureSource } from '../record/state'

/** What servers answered the page with a signature in it: the one place that says what was signed. */
export class SignaturesTold {
  private readonly known = new Map<string, { told: Told, request: PageRequest }>()

  /** Keeps what is told beside a `signature`, however deep in the answer to a request. */
  learn(answer: unknown, request: PageRequest): void {
    if (typeof answer !== 'object' || answer === null)
      return
    if ('signature' in answer && typeof answer.signature === 'string') {
      const { url, nonceStr, noncestr, timestamp, timeStamp } = { url: undefined, nonceStr: undefined, noncestr: undefined, timestamp: undefined, timeStamp: undefined, ...answer }
      const told = { url: toText(url), nonceStr: toText(nonceStr ?? noncestr), timestamp: toText(timestamp ?? timeStamp) }
      this.known.set(answer.signature, { told, request })
    }
    Object.values(answer).forEach(part => this.learn(part, request))
  }

  find(signature: unknown): Told | undefined {
    return this.known.get(String(signature))?.told
  }

  /** Where a signature came from: a request, or the page's own HTML, where it stands in a script or an attribute. */
  findSource(signature: unknown): SignatureSource | undefined {
    const request = this.known.get(String(signature))?.request
    if (request) {
      const { method, url, at, durationMs = 0 } = request
      return { kind: 'request', method, url, at, durationMs }
    }
    // What is no signature, such as a single letter, stands in any page.
    return /^[\da-f]{40}$/i.test(String(signature)) && document.documentElement.outerHTML.includes(String(signature)) ? { kind: 'html' } : undefined
  }
}

function toText(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value)
}

/**
 * Writes down what the page's scripts ask servers by `fetch`, `XMLHttpRequest` and `sendBeacon`.
 *
 * @param own a path prefix of the simulator's own requests, which are none of the page's.
 * @param keepsCookies whether they send and keep cookies.
 * @returns what the answers told of signatures.
 */
export function recordRequests(recorder: Recorder, own: string, keepsCookies: boolean): SignaturesTold {
  const told = new SignaturesTold()
  // Nor are those that Nuxt makes for its own files.
  const isOwn = (url: string) => url.includes(own) || new URL(url, location.href).pathname.startsWith('/_nuxt/')

  function begin(method: string, url: string, body: unknown): PageRequest {
    return recorder.addRequest({ method: method.toUpperCase(), url: relative(url), body: shorten(toLog(body)) })
  }

  function end(request: PageRequest, status: number, text: string): void {
    const answer = parsed(text)
    Object.assign(request, { status, answer: shorten(answer), durationMs: Date.now() - request.at })
    told.learn(answer, request)
    recorder.changed()
  }

  const { fetch } = window
  window.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    if (isOwn(url))
      return fetch(input, init)
    const request = begin(init?.method ?? (input instanceof Request ? input.method : 'GET'), url, init?.body)
    try {
      const response = await fetch(input, keepsCookies ? init : { ...init, credentials: 'omit' })
      // Before the page has it: it may configure at once, and the explanation needs what was told.
      end(request, response.status, await textOf(response.clone()))
      return response
    }
    catch (error) {
      end(request, 0, String(error))
      throw error
    }
  }

  const sendBeacon = navigator.sendBeacon.bind(navigator)
  navigator.sendBeacon = (url, body) => {
    const isSent = sendBeacon(url, body)
    // A page cannot read the answer to a beacon.
    Object.assign(begin('POST', String(url), body), { answer: isSent ? 'beacon' : 'beacon not sent', durationMs: 0 })
    recorder.changed()
    return isSent
  }

  const { open, send } = XMLHttpRequest.prototype
  const opened = new WeakMap<XMLHttpRequest, { method: string, url: string }>()
  XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, ...args: [method: string, url: string | URL]) {
    opened.set(this, { method: args[0], url: String(args[1]) })
    return Reflect.apply(open, this, args)
  }
  XMLHttpRequest.prototype.send = function (this: XMLHttpRequest, body) {
    const { method, url } = opened.get(this) ?? { method: 'GET', url: '' }
    if (!isOwn(url)) {
      const request = begin(method, url, body)
      if (!keepsCookies && new URL(url, location.href).origin === location.origin)
        this.setRequestHeader(NO_COOKIES_HEADER, '1')
      this.addEventListener('loadend', () => end(request, this.status, typeof this.response === 'string' ? this.response : JSON.stringify(this.response) ?? ''))
    }
    return Reflect.apply(send, this, [body])
  }

  return told
}

/** Writes down how the page itself came, once it has. What lay between it and its address, only the browser knows. */
export function recordNavigation(recorder: Recorder): void {
  const request = recorder.addRequest({ method: 'GET', url: relative(location.href) })
  request.at = Math.round(performance.timeOrigin)
  window.addEventListener('load', () => {
    const [page] = performance.getEntriesByType('navigation')
    if (!(page instanceof PerformanceNavigationTiming))
      return
    const { redirectCount, responseStatus, responseEnd } = page
    Object.assign(request, { status: responseStatus, answer: redirectCount > 0 ? `${redirectCount} redirects` : 'page', durationMs: Math.round(responseEnd) })
    recorder.changed()
  })
}

/** Texts alone, and none that does not end. */
async function textOf(response: Response): Promise<string> {
  return /json|text\/plain/.test(response.headers.get('content-type') ?? '') ? response.text() : ''
}

/** A body as the log shows it; none where it cannot be read without waiting. */
function toLog(body: unknown): unknown {
  if (typeof body === 'string')
    return parsed(body)
  if (body instanceof URLSearchParams || body instanceof FormData)
    return Object.fromEntries([...body].map(([name, value]) => [name, typeof value === 'string' ? value : `(${value.name}, ${value.size} bytes)`]))
  return body instanceof Blob ? `(${body.type}, ${body.size} bytes)` : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  }
  catch {
    return text
  }
}

function relative(url: string): string {
  const { href, origin } = new URL(url, location.href)
  return origin === location.origin ? href.slice(origin.length) : href
}
