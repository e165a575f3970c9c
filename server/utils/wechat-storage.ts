import type { Driver } from 'unstorage'
import memoryDriver from 'unstorage/drivers/memory'
import type { WechatHealth } from '../../shared/wechat'
import type { ExchangeBoard, Lease } from '../wechat'
import { createFsStorage } from './fs-storage'
import { createRedisStorage } from './redis-storage'

/** Where credentials are kept, and whose turn it is to renew them. */
export interface WechatStorage {
  driver: Driver
  /** Where several processes may share the storage. */
  lease?: Lease
  /** The same, for sign-ins. */
  board?: ExchangeBoard
  /** Ends when the driver's own program is loaded. */
  ready?: Promise<unknown>
}

/**
 * What `NUXT_WECHAT_STORAGE` names, chosen at start. (`nitro.storage` would fix it when building.)
 *
 * @param storage `memory`, `fs:DIR`, `redis://…` or `rediss://…`
 */
export function createWechatStorage(storage: string, appId: string): WechatStorage {
  switch (getStorageKind(storage)) {
    case 'memory': return { driver: memoryDriver() }
    case 'fs': return createFsStorage(storage.slice('fs:'.length), appId)
    case 'redis': return createRedisStorage(storage, appId)
  }
}

/** What `NUXT_WECHAT_STORAGE` is, without its folder, host and password. */
export function getStorageKind(storage: string): WechatHealth['storage']['kind'] {
  if (storage === 'memory')
    return 'memory'
  return storage.startsWith('fs:') ? 'fs' : 'redis'
}
