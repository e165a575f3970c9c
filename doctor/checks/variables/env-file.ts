import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { failed, warning, type Problem } from '../../check'

/** The folder's `.env`: its variables as `npm start` reads them, and what in it is probably not meant so. */
export function readEnvFile(folder: string): { variables: Record<string, string | undefined>, problems: Problem[] } {
  try {
    const text = readFileSync(join(folder, '.env'), 'utf8')
    return { variables: parseEnv(text), problems: findProblems(text) }
  }
  catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return { variables: {}, problems: isMissing ? [] : [failed('env_unreadable')] }
  }
}

/** Names lines by their numbers, and never what is in them. */
function findProblems(text: string): Problem[] {
  if (/^\uFEFF|[\0\uFFFD]/.test(text))
    return [failed('env_encoding')]
  const problems: Problem[] = []
  const linesByName = new Map<string, number>()
  const lines = text.split(/\r?\n/)
  for (let index = 0; index < lines.length; index++) {
    const content = lines[index]?.trim() ?? ''
    const line = index + 1
    if (!content || content.startsWith('#'))
      continue
    const [, name, value = ''] = /^(?:export\s+)?([a-z_]\w*)\s*=\s*(.*)$/i.exec(content) ?? []
    if (name === undefined) {
      problems.push(failed('env_line', { line }))
      continue
    }
    const first = linesByName.get(name)
    if (first !== undefined)
      problems.push(warning('env_twice', { line, first }))
    linesByName.set(name, line)
    const end = findEndOfValue(lines, index, value)
    if (end === undefined)
      problems.push(failed('env_quote', { line }))
    else
      index = end
    if (/^[^"'`\s#][^\s#]*#/.test(value))
      problems.push(failed('env_hash', { line }))
  }
  return problems
}

/** The index of the line on which a value ends; none where a quote is never closed. */
function findEndOfValue(lines: string[], index: number, value: string): number | undefined {
  const [quote = ''] = value
  if (!['"', '\'', '`'].includes(quote) || value.includes(quote, 1))
    return index
  const next = lines.findIndex((line, at) => at > index && line.includes(quote))
  return next < 0 ? undefined : next
}
