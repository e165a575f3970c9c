import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Driver } from 'unstorage'
import fsDriver from 'unstorage/drivers/fs-lite'
import { createFileBoard } from './file-board'
import { createFileLease } from './file-lease'
import { createOrder } from './in-order'
import type { WechatStorage } from './wechat-storage'

/** The end of the name of what is being written. */
const ASIDE = '.tmp'
/** Whoever is still writing something so old has died. */
const OLD_MS = 60_000
/** A clock that is kept right is set back by so much now and then. */
const TOLERANCE_MS = 1000

/** What is told of a value beside itself; 0 where it is not told. */
interface Facts {
  fence: number
  expiresAt: number
  writtenAt: number
}

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
  /** Looking at what is kept and replacing it are two steps; an account has a handful of keys. */
  const orders: Record<string, ReturnType<typeof createOrder>> = {}
  const orderOf = (key: string) => orders[key] ??= createOrder()

  async function replace(file: string, json: string): Promise<void> {
    if (isNewer(await readFile(file, 'utf8').catch(() => ''), json))
      return
    // Its own each time: in containers on one volume every process has the same number.
    const aside = `${file}.${randomUUID()}${ASIDE}`
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      await writeThrough(aside, JSON.stringify({ ...JSON.parse(json), writtenAt: Date.now() }))
      await rename(aside, file)
    }
    catch (error) {
      await rm(aside, { force: true })
      throw error
    }
  }

  return {
    ...driver,
    name: 'wechat-fs',
    async getItem(key, options) {
      const json = await driver.getItem(key, options)
      return isBelievable(readFacts(String(json))) ? json : null
    },
    setItem: (key, json) => orderOf(key)(() => replace(toFile(key), json)),
    removeItem: (key, options) => orderOf(key)(async () => driver.removeItem?.(key, options)),
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

/**
 * Whether it was written before now, by the clock that its expiry goes by. (A file's own time is the system's, and another after
 * copying.) What was not was written before the clock was set back: then nobody can tell how long its value still lives.
 */
function isBelievable({ writtenAt }: Facts): boolean {
  return writtenAt > 0 && writtenAt <= Date.now() + TOLERANCE_MS
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

/**
 * Whether what is kept was written by a later holder of the lease. Where one of the two has no fence, as nobody could tell whose turn
 * it was, the one that was written late lives shorter.
 */
function isNewer(kept: string, next: string): boolean {
  const [facts, { fence, expiresAt }] = [readFacts(kept), readFacts(next)]
  // What is over stands in nobody's way, though the lease's folder, and the count of fences with it, was cleared away.
  if (!isBelievable(facts) || facts.expiresAt <= Date.now())
    return false
  return (facts.fence > 0) === (fence > 0) ? facts.fence > fence : facts.expiresAt > expiresAt
}

function readFacts(json: string): Facts {
  try {
    const { fence, expiresAt, writtenAt } = JSON.parse(json)
    return { fence: Number(fence) || 0, expiresAt: Number(expiresAt) || 0, writtenAt: Number(writtenAt) || 0 }
  }
  catch {
    return { fence: 0, expiresAt: 0, writtenAt: 0 }
  }
}
