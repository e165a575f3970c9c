import { mkdir, open, readdir, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { LEASE_MS, type Lease } from '../wechat'
import { createOrder } from './in-order'

/** File systems keep times a little coarser than clocks do. */
const GRANULARITY_MS = 1000

/**
 * A lease among the processes of one machine: in this folder each holder makes a file whose name is the next number, its
 * fence. Of two that try together the file system lets one make it. A file's time says since when; what is too old, or set
 * to the beginning of time by its holder, is over.
 *
 * (A lock file that is taken away and made again would be taken by two: by the one that saw the old one too late, too.)
 */
export function createFileLease(folder: string): Lease {
  let own: number | undefined
  /** A lease given back while it is being taken would be nobody's. */
  const inOrder = createOrder()
  const toFile = (fence: number) => join(folder, String(fence))

  async function list(): Promise<number[]> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const names = await readdir(folder)
    return names.filter(name => /^\d{1,15}$/.test(name)).map(Number).sort((one, other) => other - one)
  }

  async function isHeld(fence: number): Promise<boolean> {
    const facts = await stat(toFile(fence)).catch(ignoreMissing)
    // What a later holder has cleared away meanwhile is held by that one.
    const age = facts ? Date.now() - facts.mtimeMs : 0
    // From the future comes what was taken before the clock was set back.
    return age > -GRANULARITY_MS && age < LEASE_MS
  }

  async function take(): Promise<number | undefined> {
    const [latest = 0, ...over] = await list()
    if (latest > 0 && await isHeld(latest)) {
      if (latest !== own)
        return undefined
      const now = new Date()
      await utimes(toFile(latest), now, now).catch(ignoreMissing)
      return own
    }
    const fence = latest + 1
    if (!await make(toFile(fence)))
      return undefined
    // Whoever looked so long ago that its number was used and cleared away meanwhile is not the latest.
    if ((await list())[0] !== fence) {
      await rm(toFile(fence), { force: true })
      return undefined
    }
    own = fence
    await Promise.all([latest, ...over].map(old => rm(toFile(old), { force: true })))
    return fence
  }

  async function release(): Promise<void> {
    if (own !== undefined)
      await utimes(toFile(own), 0, 0).catch(ignoreMissing)
    own = undefined
  }

  return { take: () => inOrder(take), release: () => inOrder(release) }
}

/** As much as a value takes: nobody has a turn where nothing can be kept, or processes would take turns for nothing. */
const CONTENT = ' '.repeat(4096)

/** Whether it was this process that made it. */
async function make(file: string): Promise<boolean> {
  const handle = await open(file, 'wx', 0o600).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST')
      throw error
  })
  if (!handle)
    return false
  try {
    await handle.writeFile(CONTENT)
    return true
  }
  catch (error) {
    await rm(file, { force: true })
    throw error
  }
  finally {
    await handle.close()
  }
}

/** A later holder has cleared it away. */
function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT')
    throw error
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
