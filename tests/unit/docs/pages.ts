import { readFile } from 'node:fs/promises'
import { root } from '../../../scripts/docs/pages.mjs'

/** A page of the docs, by its path from the root. */
export const readPage = (page: string) => readFile(root + page, 'utf8')

/** What is left of a page without its blocks of code, in which `#` and `[` mean something else. */
export const withoutCode = (text: string) => text.replaceAll(/^( *)```.*?^\1```$/gms, '')

export interface Heading {
  level: number
  text: string
}

export function readHeadings(text: string): Heading[] {
  return [...withoutCode(text).matchAll(/^(#+) (.+)$/gm)].map(([, marks = '', title = '']) => ({ level: marks.length, text: title }))
}

/** The Chinese page of an English one. */
export function toChinese(page: string): string {
  return page === 'README.md' ? 'README.zh-CN.md' : page.replace('docs/', 'docs/zh/')
}

/** Whether a page has a twin: decisions, and what only developers of the layer read, are in English alone. */
export const isInBothLanguages = (page: string) => page === 'README.md' || /^docs\/(?!zh\/|decisions\/)/.test(page)
