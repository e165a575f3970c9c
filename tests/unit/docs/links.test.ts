import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { listPages, root } from '../../../scripts/docs/pages.mjs'
import { readHeadings, readPage, withoutCode } from './pages'

const pages = await listPages()

/** As GitHub makes them. */
function toAnchors(text: string): string[] {
  const seen = new Map<string, number>()
  return readHeadings(text).map((heading) => {
    const anchor = heading.text.toLowerCase().replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '').replaceAll(' ', '-')
    const times = seen.get(anchor) ?? 0
    seen.set(anchor, times + 1)
    return times > 0 ? `${anchor}-${times}` : anchor
  })
}

function readLinks(text: string): string[] {
  const prose = withoutCode(text).replaceAll(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter(link => !/^[a-z]+:/.test(link))
}

/** What is wrong with a link, if anything. */
async function findProblem(page: string, link: string): Promise<string | undefined> {
  const [path = '', anchor] = decodeURIComponent(link).split('#')
  const target = path ? join(dirname(page), path) : page
  const found = await stat(root + target).catch(() => undefined)
  if (!found)
    return `${page}: there is no ${target}`
  if (anchor === undefined)
    return undefined
  return found.isFile() && toAnchors(await readPage(target)).includes(anchor) ? undefined : `${page}: ${target} has no heading #${anchor}`
}

it.each(pages)('every link of %s leads to a file, and to a heading of it', async (page) => {
  const problems = await Promise.all(readLinks(await readPage(page)).map(link => findProblem(page, link)))
  expect(problems.filter(Boolean)).toEqual([])
})

it.each([
  ['README.md', pages.filter(page => !/^(?:README\.zh-CN|docs\/(?:zh|decisions)\/)/.test(page))],
  ['README.zh-CN.md', pages.filter(page => page.startsWith('docs/zh/'))],
])('from %s a reader comes to every page of its language, without leaving it', async (readme, wanted) => {
  const found = new Set([readme])
  for (const page of found) {
    for (const link of readLinks(await readPage(page))) {
      const target = join(dirname(page), decodeURIComponent(link).split('#')[0] ?? '')
      if (wanted.includes(target))
        found.add(target)
    }
  }
  expect(wanted.filter(page => !found.has(page))).toEqual([])
})
