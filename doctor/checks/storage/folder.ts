import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'
import { failed, warning, type Problem } from '../../check'

/** Whether the app may write there, and others not read. Nothing is made that stays: it would belong to the user who runs the doctor. */
export function examineFolder(storageFolder: string, appFolder: string): Problem[] {
  const folder = resolve(appFolder, storageFolder)
  const own = join(folder, 'nuxt-wechat')
  const params = { folder: storageFolder }
  const existing = findExisting(own)
  if (!isWritable(existing))
    return [failed('storage_folder_not_writable', params)]
  // The app itself closes its own folder when it writes.
  return existing === own && isOpen(own) ? [warning('storage_folder_open', params)] : []
}

/** The folder, or the nearest above it that is there. */
function findExisting(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : findExisting(dirname(folder))
}

function isWritable(folder: string): boolean {
  const file = join(folder, `.doctor-${randomUUID()}`)
  try {
    writeFileSync(file, '', { flag: 'wx', mode: 0o600 })
    rmSync(file)
    return true
  }
  catch {
    return false
  }
}

/** Whether other users of this machine may enter, list or write it. */
function isOpen(folder: string): boolean {
  return (statSync(folder).mode & 0o077) !== 0
}
