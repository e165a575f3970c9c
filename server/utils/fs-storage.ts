import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Driver } from 'unstorage'
import fsDriver from 'unstorage/drivers/fs-lite'
import { createFileBoard } from './file-board'
import { createFileLease } from './file-lease'
import type { WechatStorage } from './wechat-storage'

/** The end of the name of what is being written. */
const ASIDE = '.tmp'
/** Whoever is still writing something so old has died. */
const OLD_MS = 60_000
/** File systems keep times a little coarser than clocks do. */
const GRANULARITY_MS = 1000

/**
 * Values and a lease in a folder, for the processes of one machine. Only this user may read them.
 *
 * @param base the folder; made where it is missing.
 * @param leaseName tells this account's lease from others in the same folder.
 */
export function createFsStorage(base: string, leaseName: string): WechatStorage {
  const driver = atomicFsDriver(base)
  const lease = createFileLease(join(base, leaseName, 'lease'))
  let taking: Promise<unknown> = Promise.resolve()
  void sweep(base).catch(() => {})
  return {
    driver: {
      ...driver,
      async getItem(key, options) {
        await taking.catch(() => {})
        return driver.getItem(key, options)
      },
    },
    lease: { ...lease, take: () => taking = lease.take() },
    board: createFileBoard(join(base, leaseName, 'sign-in')),
  }
}

/** What unstorage's driver lacks: nobody reads half a file, and what has a lower fence takes no higher one's place. */
function atomicFsDriver(base: string): Driver {
  const driver = fsDriver({ base })
  const toFile = (key: string) => join(base, key.replaceAll(':', '/'))
  return {
    ...driver,
    name: 'wechat-fs',
    getItem: async (key, options) => await isFromFuture(toFile(key)) ? null : driver.getItem(key, options),
    async setItem(key, json) {
      const file = toFile(key)
      if (!await isFromFuture(file) && isNewer(await readFile(file, 'utf8').catch(() => ''), json))
        return
      // Its own each time: in containers on one volume every process has the same number.
      const aside = `${file}.${randomUUID()}${ASIDE}`
      try {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 })
        await writeThrough(aside, json)
        await rename(aside, file)
      }
      catch (error) {
        await rm(aside, { force: true })
        throw error
      }
    },
  }
}

/** Takes away what processes that died were writing. */
async function sweep(folder: string): Promise<void> {
  for (const { name, parentPath } of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = join(parentPath, name)
    if (name.endsWith(ASIDE) && (await stat(file)).mtimeMs < Date.now() - OLD_MS)
      await rm(file, { force: true })
  }
}

/** Whether it was written before the clock was set back: then nobody can tell how long its value still lives. */
async function isFromFuture(file: string): Promise<boolean> {
  const facts = await stat(file).catch(() => undefined)
  return facts !== undefined && facts.mtimeMs > Date.now() + GRANULARITY_MS
}

/** To the disk itself: after a power cut there is the old file or the new one, and no empty one. */
async function writeThrough(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  }
  finally {
    await handle.close()
  }
}

/** Whether what is kept was written by a later holder of the lease, or lives longer than what is written without one. */
function isNewer(kept: string, next: string): boolean {
  const [{ fence: keptFence, expiresAt: keptUntil }, { fence, expiresAt }] = [readFacts(kept), readFacts(next)]
  if (keptFence === 0)
    return false
  return fence === 0 ? keptUntil >= expiresAt : keptFence > fence
}

function readFacts(json: string): { fence: number, expiresAt: number } {
  try {
    const { fence, expiresAt } = JSON.parse(json)
    return { fence: Number(fence) || 0, expiresAt: Number(expiresAt) || 0 }
  }
  catch {
    return { fence: 0, expiresAt: 0 }
  }
}
