import { checkIds, type CheckId } from '../check'
import type { Report } from '../examine'
import type { Texts } from '../texts'
import type { CheckResult } from './result'

const colours = { ok: 32, failed: 31, warning: 33, skipped: 90 }
const WIDTH = Math.max(...checkIds.map(id => id.length))

export interface LinesOptions {
  write: (text: string) => void
  texts: Texts
  hasColour: boolean
}

/** Prints a line for each check: its name when it begins, the rest when it ends. */
export function createLines({ write, texts, hasColour }: LinesOptions) {
  const paint = (status: CheckResult['status'], text: string) => hasColour ? `\u001B[${colours[status]}m${text}\u001B[0m` : text
  const indent = (text: string) => text.split('\n').map(line => `  ${line}\n`).join('')
  return {
    start(id: CheckId) {
      write(`${id.padEnd(WIDTH)} … `)
    },
    end({ status, code, message, fix }: CheckResult) {
      if (status === 'ok' || status === 'skipped')
        return write(`${paint(status, texts.statuses[status])}${texts.colon}${message}\n`)
      write(`${paint(status, texts.statuses[status])}${texts.colon}${code}\n${indent(message)}${fix ? indent(fix.replaceAll(/^/gm, '→ ')) : ''}`)
    },
    summary({ checks }: Report) {
      const counts = (['ok', 'warning', 'failed', 'skipped'] as const).map(status => ({ status, count: checks.filter(check => check.status === status).length }))
      write(`\n${counts.filter(({ count }) => count > 0).map(({ status, count }) => paint(status, `${count} ${texts.statuses[status]}`)).join(texts.comma)}\n`)
    },
  }
}
