import { en } from './en'
import { zh } from './zh'

export type { NoteKey, Params, ProblemKey, ProblemText, Texts } from './shape'

export const texts = { en, zh }

export type Language = keyof typeof texts

export function isLanguage(text: string): text is Language {
  return Object.hasOwn(texts, text)
}
