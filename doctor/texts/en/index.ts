import type { Texts } from '../shape'
import { notes } from './notes'
import { problems } from './problems'
import { words } from './words'

export const en: Texts = {
  problems,
  notes,
  words,
  statuses: { ok: 'ok', failed: 'failed', warning: 'warning', skipped: 'skipped' },
  where: 'In the console: ',
  more: 'More: ',
  docs: '/docs/',
  space: ' ',
  colon: ': ',
  comma: ', ',
}
