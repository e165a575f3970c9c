import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Every page that a reader may come to, as a path from the root. */
export async function listPages() {
  const files = await readdir(`${root}docs`, { recursive: true })
  const pages = files.filter(file => file.endsWith('.md')).map(file => `docs/${file}`)
  const others = ['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'simulator/README.md', 'bench/README.md']
  return [...others.filter(file => existsSync(root + file)), ...pages.sort()]
}

/**
 * @param {string} text a page
 * @returns {{ language: string, line: number, code: string }[]} its code, less what it is indented by; `line` is that of the code's first line.
 */
export function findCode(text) {
  return [...text.matchAll(/^( *)```(\w+)\n(.*?)^\1```$/gms)].map(({ index, 1: indent, 2: language, 3: code }) => ({
    language,
    line: text.slice(0, index).split('\n').length + 1,
    code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }))
}
