import { inspect } from 'node:util'
import { defineNitroPlugin } from 'nitropack/runtime'
import { wechatLog } from '../../../server/http/observability/log'
import { withoutQueries } from '../../../server/http/observability/unhandled'

/** What Nitro prints before an error that was not caught. */
const events: Record<string, string> = {
  '[unhandledRejection]': 'unhandled_rejection',
  '[uncaughtException]': 'uncaught_exception',
}

/** What others print as a warning or an error, Nitro first of all, is one line of JSON as well, and without queries. */
export default defineNitroPlugin(() => {
  if (import.meta.dev || import.meta.prerender)
    return
  for (const level of ['warn', 'error'] as const) {
    console[level] = (...printed: unknown[]) =>
      wechatLog[level](withoutQueries(printed.map(toText).join(' ')), { event: events[String(printed[0])] ?? 'printed' })
  }
})

/** An error's own fields stay out: they may hold a request with all its headers. */
function toText(printed: unknown): string {
  if (printed instanceof Error)
    return printed.stack ?? printed.message
  return typeof printed === 'string' ? printed : inspect(printed)
}
