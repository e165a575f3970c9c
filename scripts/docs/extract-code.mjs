// Writes the TypeScript and the Vue components of the docs to .docs-code, where `npm run typecheck` checks them with the app's own types.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { findCode, listPages, root } from './pages.mjs'

const folder = `${root}.docs-code`

/** What the docs take for the reader's own, or for a setting that this repository's app does not have. */
const names = `declare function saveUser(openid: string): Promise<number>
declare function forgetDevices(openid: string): Promise<void>
declare function useDatabase(): import('db0').Database
`

/** Each `type UseWechat… =` of the reference must be what the function of this name is. */
function checkReference(code) {
  return [...code.matchAll(/^type Use(\w+) =/gm)].map(([, name]) => `export const checked${name}: Use${name} = use${name}\n`).join('')
}

await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
await writeFile(`${folder}/names.d.ts`, names)
for (const page of await listPages()) {
  for (const { language, line, code } of findCode(await readFile(root + page, 'utf8'))) {
    if (language !== 'ts' && language !== 'vue')
      continue
    const path = `${folder}/${page.replace(/\.md$/, '')}/line-${line}.${language}`
    await mkdir(dirname(path), { recursive: true })
    // On the line that it has on its page, where the compiler's message then points.
    await writeFile(path, `${'\n'.repeat(line - 1)}${code}${language === 'ts' ? `export {}\n${checkReference(code)}` : ''}`)
  }
}
