import type { notes } from './en/notes'
import type { problems } from './en/problems'
import type { words } from './en/words'

/** A problem in the words of one language; `{names}` are filled in. */
export interface ProblemText {
  what: string
  why: string
  fix: string
  /** In WeChat's console: the new place first. */
  where?: string
}

export type ProblemKey = keyof typeof problems
export type NoteKey = keyof typeof notes
export type WordKey = keyof typeof words

/** A word is taken from the texts too; `otherwise` where they have none. */
export type Params = Record<string, string | number | { word: string, otherwise?: string } | undefined>

/** All that is printed, in one language. */
export interface Texts {
  problems: Record<ProblemKey, ProblemText>
  notes: Record<NoteKey, string>
  /** Also what each variable takes, by its name; in English the schema says so. */
  words: Record<WordKey, string> & Partial<Record<string, string>>
  statuses: Record<'ok' | 'failed' | 'warning' | 'skipped', string>
  where: string
  more: string
  /** The folder of the pages, in an address. */
  docs: string
  /** Between sentences. */
  space: string
  colon: string
  comma: string
}
