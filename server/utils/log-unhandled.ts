import type { H3Error, H3Event } from 'h3'
import { wechatLog } from './wechat-log'

/**
 * The first of the error handlers of a production build: says in one line what no handler expected, without queries. Nitro
 * would print the whole URL, and with it an OAuth code.
 */
export default function logUnhandled(error: H3Error, event: H3Event): void {
  dropBrokenHosts(event)
  if (!error.unhandled && !error.fatal)
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
  // The handlers after this one would print it again, and pass on a handled error's words: so it has none left.
  error.unhandled = false
  error.fatal = false
  error.message = 'Server Error'
  error.data = undefined
}

/** The handlers after this one make a URL of them; where they cannot, Node's error holds the query, and is printed. */
function dropBrokenHosts({ node: { req: { headers } } }: H3Event): void {
  for (const name of ['host', 'x-forwarded-host'] as const) {
    if (!URL.canParse(`http://${String(headers[name])}`))
      headers[name] = undefined
  }
}

/** A text less the queries of the URLs in it. A query ends where white space does: what else ends it may be part of it. */
export function withoutQueries(text: string): string {
  return text.replaceAll(/\?\S+/g, '?…')
}
