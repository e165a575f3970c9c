import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Driver } from 'unstorage'
import fsDriver from 'unstorage/drivers/fs-lite'
import memoryDriver from 'unstorage/drivers/memory'
import type { WechatHealth } from '../../../shared/wechat'
import type { SharedLock } from '../../wechat'
import { openRedis } from './redis'

/** What `NUXT_WECHAT_STORAGE` is, without its folder, host and password. */
export function getStorageKind(storage: string): WechatHealth['storage']['kind'] {
  if (storage === 'memory')
    return 'memory'
  return storage.startsWith('fs:') ? 'fs' : 'redis'
}

/**
 * Opens what `NUXT_WECHAT_STORAGE` names, when the app starts. (`nitro.storage` would fix it when building.)
 *
 * @param storage `memory`, `fs:DIR`, `redis://…` or `rediss://…`
 * @returns where the account's record is kept, and the lock where several processes share it.
 */
export function openStorage(storage: string): { driver: Promise<Driver>, lock?: SharedLock } {
  switch (getStorageKind(storage)) {
    case 'memory': return { driver: Promise.resolve(memoryDriver()) }
    case 'fs': return { driver: Promise.resolve(openFolder(storage.slice('fs:'.length))) }
    case 'redis': return openRedis(storage)
  }
}

/** Keeps the record in a folder of its own, which no other user may read. */
function openFolder(folder: string): Driver {
  const base = join(folder, 'nuxt-wechat')
  const driver = fsDriver({ base })
  return {
    ...driver,
    async setItem(key, value, options) {
      await mkdir(base, { recursive: true, mode: 0o700 })
      // Also where it was there before.
      await chmod(base, 0o700)
      await driver.setItem?.(key, value, options)
    },
  }
}
