import { defineDriver, type Driver } from 'unstorage'
import fsDriver from 'unstorage/drivers/fs-lite'
import memoryDriver from 'unstorage/drivers/memory'
import type { WechatHealth } from '../../shared/wechat'

/**
 * The driver that `NUXT_WECHAT_STORAGE` names, chosen at start. (`nitro.storage` would fix it when building.)
 *
 * @param storage `memory`, `fs:DIR`, `redis://…` or `rediss://…`
 */
export function createWechatDriver(storage: string): Driver {
  switch (getStorageKind(storage)) {
    case 'memory': return memoryDriver()
    case 'fs': return fsDriver({ base: storage.slice('fs:'.length) })
    case 'redis': return lazyRedisDriver(storage)
  }
}

/** What `NUXT_WECHAT_STORAGE` is, without its folder, host and password. */
export function getStorageKind(storage: string): WechatHealth['storage']['kind'] {
  if (storage === 'memory')
    return 'memory'
  return storage.startsWith('fs:') ? 'fs' : 'redis'
}

/** How long one Redis command may take, waiting for the connection included. A page never waits longer for it. */
const REDIS_COMMAND_TIMEOUT_MS = 300

/** ioredis costs every start 95 ms and 15 MB, so it is loaded with its first use. */
const lazyRedisDriver = defineDriver((url: string) => {
  let loading: ReturnType<typeof connect> | undefined
  const redis = () => loading ??= connect(url)

  return {
    name: 'wechat-redis',
    hasItem: async (key, options) => (await redis()).hasItem(key, options),
    getItem: async (key, options) => (await redis()).getItem(key, options),
    setItem: async (key, value, options) => (await redis()).setItem?.(key, value, options),
    removeItem: async (key, options) => (await redis()).removeItem?.(key, options),
    getKeys: async (base, options) => (await redis()).getKeys(base, options),
    dispose: async () => {
      if (loading)
        (await loading).getInstance?.().disconnect()
    },
  }
})

async function connect(url: string) {
  const { default: redisDriver } = await import('unstorage/drivers/redis')
  const driver = redisDriver({
    url,
    base: 'nuxt-wechat',
    lazyConnect: true,
    connectTimeout: 2000,
    commandTimeout: REDIS_COMMAND_TIMEOUT_MS,
    maxRetriesPerRequest: 1,
  })
  // Each failing command rejects by itself; without a listener ioredis would fill the log as well.
  driver.getInstance?.().on('error', () => {})
  return driver
}
