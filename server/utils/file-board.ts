import { link, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { ExchangeBoard } from '../wechat'

const CLEAR_EVERY_MS = 60_000

/**
 * Notes among the processes of one machine: a file each, whose time is when it is over. A file is written aside and then linked
 * to its name, which one of two that try together can do.
 */
export function createFileBoard(folder: string): ExchangeBoard {
  let clearedAt = -Infinity

  /** A whole file, which nobody sees yet. */
  async function prepare(note: string, lifeMs: number): Promise<string> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const aside = join(folder, `${randomUUID()}.tmp`)
    await writeFile(aside, note, { mode: 0o600 })
    const over = new Date(Date.now() + lifeMs)
    await utimes(aside, over, over)
    return aside
  }

  /** Now and then, what is over. */
  async function clear(): Promise<void> {
    if (performance.now() < clearedAt + CLEAR_EVERY_MS)
      return
    clearedAt = performance.now()
    for (const name of await readdir(folder)) {
      const file = join(folder, name)
      // What has just been written aside has its time only in a moment.
      if (await isOver(file, CLEAR_EVERY_MS))
        await rm(file, { force: true })
    }
  }

  return {
    async claim(key, note, lifeMs) {
      const file = join(folder, key)
      const kept = await readFile(file, 'utf8').catch(() => undefined)
      if (kept !== undefined && !await isOver(file))
        return kept
      const aside = await prepare(note, lifeMs)
      try {
        // Its process died. (Were two to see that in the same moment, both might ask, and WeChat would refuse one.)
        if (kept !== undefined)
          await rm(file, { force: true })
        await link(aside, file)
        return undefined
      }
      catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
          return await readFile(file, 'utf8')
        throw error
      }
      finally {
        await rm(aside, { force: true })
        void clear().catch(() => {})
      }
    },
    async post(key, note, lifeMs) {
      await rename(await prepare(note, lifeMs), join(folder, key))
    },
  }
}

/** What is not there is over too. */
async function isOver(file: string, graceMs = 0): Promise<boolean> {
  const facts = await stat(file).catch(() => undefined)
  return !facts || facts.mtimeMs + graceMs <= Date.now()
}
