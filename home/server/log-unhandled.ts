import { getRequestURL, isError, type H3Error, type H3Event } from 'h3'
import { logUnhandledError } from '../../server/http/observability/unhandled'

/**
 * The first of the error handlers of a production build: says in one line what no handler expected, without queries. Nitro
 * would print the whole URL, and with it an OAuth code.
 */
export default function logUnhandled(error: H3Error, event: H3Event): void {
  repairUrl(event)
  const isExpected = !isUnexpected(error)
  // The handlers after this one would print it, and pass on a handled error's words.
  error.unhandled = false
  error.fatal = false
  if (isExpected)
    return
  logUnhandledError(event, error, error.statusCode)
  error.message = 'Server Error'
  error.data = undefined
}

/**
 * Whether it was not made for an answer. Nuxt wraps an error that is thrown while a page renders as if it had been: then the error is the
 * cause. `fatal` tells the browser how to show it, and a page that does not exist is fatal, too.
 */
function isUnexpected({ unhandled, fatal, statusCode, cause }: H3Error): boolean {
  return unhandled || (statusCode >= 500 && (fatal || (cause instanceof Error && !isError(cause))))
}

/** The handlers after this one make a URL of the request, as here; where they cannot, Node's error holds the query, and is printed. */
function repairUrl(event: H3Event): void {
  const { req } = event.node
  const drops = [
    () => delete req.headers['x-forwarded-host'],
    () => delete req.headers.host,
    () => Object.assign(req, { originalUrl: '/' }),
  ]
  for (const drop of drops) {
    try {
      getRequestURL(event, { xForwardedHost: true, xForwardedProto: true })
      return
    }
    catch {
      drop()
    }
  }
}
