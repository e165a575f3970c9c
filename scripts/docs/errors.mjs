// Writes the pages about errors, docs/errors and docs/zh/errors, from the texts in scripts/docs/errors.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createJiti } from 'jiti'
import { root } from './pages.mjs'

const { renderErrorPages } = await createJiti(import.meta.url).import('./errors/pages.ts')

for (const folder of ['docs/errors', 'docs/zh/errors']) {
  await rm(root + folder, { recursive: true, force: true })
  await mkdir(root + folder, { recursive: true })
}
for (const [file, text] of renderErrorPages())
  await writeFile(root + file, text)
