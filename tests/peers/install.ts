import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Installs the packages beside their lock file, in a folder that git ignores; not again where they are there already. */
export async function setup(): Promise<void> {
  if (await isInstalled())
    return
  await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: here, maxBuffer: 64 * 1024 * 1024 })
}

/** npm leaves a lock of what it installed, without the root's own entry. */
async function isInstalled(): Promise<boolean> {
  try {
    const [wanted, there] = await Promise.all(['package-lock.json', 'node_modules/.package-lock.json'].map(async file => JSON.parse(await readFile(here + file, 'utf8'))))
    delete wanted.packages['']
    return JSON.stringify(wanted.packages) === JSON.stringify(there.packages)
  }
  catch {
    return false
  }
}
