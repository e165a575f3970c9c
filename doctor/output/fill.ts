import type { Params, Texts } from '../texts'

/** Puts the values into a text's `{names}`. A word of ours among them is taken from the texts too. */
export function fill(text: string, params: Params = {}, texts: Texts): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? ''
    return typeof value === 'object' ? texts.words[value.word] ?? value.otherwise ?? '' : String(value)
  }).replaceAll(/ {2,}/g, ' ').trimEnd()
}
