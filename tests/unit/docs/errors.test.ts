import { readdir } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { renderErrorPages } from '../../../scripts/docs/errors/pages'
import { root } from '../../../scripts/docs/pages.mjs'
import { errorPage, WechatError } from '../../../server/wechat'
import { readPage } from './pages'

const rendered = renderErrorPages()

it('the pages about errors are those that `npm run docs:errors` makes, and no others', async () => {
  const files = await Promise.all(['docs/errors', 'docs/zh/errors'].map(async folder => (await readdir(root + folder)).map(file => `${folder}/${file}`)))
  expect(files.flat().toSorted()).toEqual([...rendered.keys()].toSorted())
  for (const [file, text] of rendered)
    expect([file, await readPage(file)]).toEqual([file, text])
})

it('the page that an answer names is there, in the repository that the package names', async () => {
  const { repository } = JSON.parse(await readPage('package.json'))
  const folder = repository.url.replace(/^git\+(.*)\.git$/, '$1/blob/main/')
  const page = errorPage(new WechatError('wechat_busy', '', { errcode: -1 }))
  expect(page.startsWith(folder)).toBe(true)
  expect([...rendered.keys()]).toContain(page.slice(folder.length))
})
