import type { H3Event } from 'h3'
import { wechatLog } from './log'

/** Logs in one line what no handler expected, without queries: one may hold an OAuth code. */
export function logUnhandledError(event: H3Event, error: Error, status = 500): void {
  const { method } = event
  const [path = ''] = event.path.split('?')
  wechatLog.error(`Unhandled error at ${method} ${path}: ${withoutQueries(error.message)}`, {
    event: 'unhandled_error',
    method,
    path,
    status,
    stack: withoutQueries(error.stack ?? ''),
  })
}

/** A text less the queries of the URLs in it. A query ends where white space does: what else ends it may be part of it. */
export function withoutQueries(text: string): string {
  return text.replaceAll(/\?\S+/g, '?…')
}
