import { STATUS_CODES } from 'node:http'
import { getRequestURL, isError, type H3Error, type H3Event } from 'h3'
import { useRuntimeConfig } from 'nitropack/runtime'
import { logUnhandledError } from '../../server/http/observability/unhandled'
import { MAX_PATH_BYTES } from '../../shared/site-path'

/**
 * The first of the error handlers of a production build: says in one line what no handler expected, without queries. Nitro
 * would print the whole URL, and with it an OAuth code. And it takes the request's address out of the answer.
 */
export default function logUnhandled(error: H3Error, event: H3Event): void {
  const isExpected = !isUnexpected(error)
  // The handlers after this one would print it, and pass on a handled error's words.
  error.unhandled = false
  error.fatal = false
  if (!isExpected) {
    logUnhandledError(event, error, error.statusCode)
    error.message = 'Server Error'
    error.data = undefined
  }
  forgetAddress(error, event)
}

/**
 * Whether it was not made for an answer. Nuxt wraps an error that is thrown while a page renders as if it had been: then the error is the
 * cause. `fatal` tells the browser how to show it, and a page that does not exist is fatal, too.
 */
function isUnexpected({ unhandled, fatal, statusCode, cause }: H3Error): boolean {
  return unhandled || (statusCode >= 500 && (fatal || (cause instanceof Error && !isError(cause))))
}

/** What does not exist is quoted by Nuxt and h3 in all of these, and the handlers after this one make a URL of the rest. */
function forgetAddress(error: H3Error, event: H3Event): void {
  if (/(?:: |matching )\//.test(error.message))
    Object.assign(error, { message: 'Not Found', statusMessage: 'Not Found', data: undefined })
  // Nitro's own word for none is Server Error.
  error.statusMessage ||= STATUS_CODES[error.statusCode]
  const { req } = event.node
  const { baseURL } = useRuntimeConfig().app
  const isBelowBase = req.originalUrl?.startsWith(baseURL)
  // Nitro sends what is not below the app's base there.
  if (isBelowBase || (req.originalUrl ?? '').length > MAX_PATH_BYTES)
    req.originalUrl = isBelowBase ? baseURL : '/'
  try {
    getRequestURL(event, { xForwardedHost: true, xForwardedProto: true })
  }
  catch {
    // Node's error holds what forms no URL.
    delete req.headers['x-forwarded-host']
    delete req.headers.host
    req.originalUrl = baseURL
  }
}
