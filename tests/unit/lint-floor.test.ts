import { fileURLToPath } from 'node:url'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const cwd = fileURLToPath(new URL('../..', import.meta.url))
const eslint = new ESLint({ cwd })

/** What lint says of a line in the browser's code, or in other code. */
async function lint(line: string, filePath = 'utils/wechat/url.ts'): Promise<string[]> {
  const [result] = await eslint.lintText(`export const value = (a: never) => ${line}\n`, { filePath })
  return result?.messages.map(({ message }) => message).filter(message => message.includes('iOS 15.4')) ?? []
}

describe('what is newer than iOS 15.4 and Chrome 93 is refused in the browser\'s code', () => {
  it.each([
    '[a].toSorted()', '[a].findLast(Boolean)', '[a].with(0, a)', 'URL.canParse(a)', 'URL.parse(a)', 'structuredClone(a)', 'Object.groupBy([a], String)', 'Map.groupBy([a], String)',
    'Promise.withResolvers()', 'Promise.try(a)', 'Array.fromAsync(a)', 'AbortSignal.timeout(1)', 'AbortSignal.any([a])', 'String(a).isWellFormed()', 'new Set([a]).union(a)',
    '/(?<=a)b/.test(a)', '/(?<!a)b/.test(a)', '/[a&&b]/v.test(a)',
  ])('%s', async (line) => {
    expect(await lint(line)).toHaveLength(1)
  })

  it.each(['[a].at(-1)', 'Object.hasOwn(a, a)', 'String(a).replaceAll(a, a)', 'crypto.randomUUID()', '/(?<name>a)b/u.test(a)', 'a ?? [a].flat()'])('but not %s', async (line) => {
    expect(await lint(line)).toEqual([])
  })

  it('and not in the server\'s', async () => {
    expect(await lint('URL.canParse(a)', 'server/wechat/oauth/oauth.ts')).toEqual([])
  })
})
