import { getRequestURL, isError, type H3Error, type H3Event } from 'h3'
import { wechatLog } from './wechat-log'

/**
 * The first of the error handlers of a production build: says in one line what no handler expected, without queries. Nitro
 * would print the whole URL, and with it an OAuth code.
 */
export default function logUnhandled(error: H3Error, event: H3Event): void {
  dropWhatMakesNoUrl(event)
  const isExpected = !isUnexpected(error)
  // The handlers after this one would print it, and pass on a handled error's words.
  error.unhandled = false
  error.fatal = false
  if (isExpected)
    return
  const { method } = event
  const [path = ''] = event.path.split('?')
  wechatLog.error(`Unhandled error at ${method} ${path}: ${withoutQueries(error.message)}`, {
    event: 'unhandled_error',
    method,
    path,
    status: error.statusCode,
    stack: withoutQueries(error.stack ?? ''),
  })
  error.message = 'Server Error'
  error.data = undefined
}

/**
 * What was thrown, and not made for an answer. What is thrown while a page renders Nuxt wraps, as if it had been made for one: then it
 * is the cause. `fatal` tells the browser how to show it, and a page that does not exist is fatal, too.
 */
function isUnexpected({ unhandled, fatal, statusCode, cause }: H3Error): boolean {
  return unhandled || (statusCode >= 500 && (fatal || (cause instanceof Error && !isError(cause))))
}

/** The handlers after this one make a URL of the request, as here; where they cannot, Node's error holds the query, and is printed. */
function dropWhatMakesNoUrl(event: H3Event): void {
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

/** A text less the queries of the URLs in it. A query ends where white space does: what else ends it may be part of it. */
export function withoutQueries(text: string): string {
  return text.replaceAll(/\?\S+/g, '?…')
}
