import { describe, expect, it } from 'vitest'
import { findCode, listPages } from '../../../scripts/docs/pages.mjs'
import { isInBothLanguages, readHeadings, readPage, toChinese } from './pages'

const pages = await listPages()
const english = pages.filter(isInBothLanguages)

it('both languages have the same pages', () => {
  const chinese = pages.filter(page => page === 'README.zh-CN.md' || page.startsWith('docs/zh/'))
  expect(chinese.toSorted()).toEqual(english.map(toChinese).toSorted())
})

describe.each(english.filter(page => pages.includes(toChinese(page))))('%s and its Chinese twin', (page) => {
  const readBoth = () => Promise.all([page, toChinese(page)].map(readPage))

  it('have the same headings: as many, on the same levels', async () => {
    const [inEnglish, inChinese] = (await readBoth()).map(text => readHeadings(text).map(({ level }) => level))
    expect(inChinese).toEqual(inEnglish)
  })

  it('show the same code: as many blocks, in the same languages', async () => {
    const [inEnglish, inChinese] = (await readBoth()).map(text => findCode(text).map(({ language }) => language))
    expect(inChinese).toEqual(inEnglish)
  })
})

it.each(['README.md', 'README.zh-CN.md'])('%s is read in five minutes: 200 lines at most', async (page) => {
  expect((await readPage(page)).split('\n').length).toBeLessThanOrEqual(201)
})
