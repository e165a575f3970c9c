import type { KeyValueStore, SharedLock } from '../../../server/wechat'
import { createWorld } from './world'

export const PROCESSES = 4

/** What one process has of a shared storage. */
export interface SharedStorage {
  storage: KeyValueStore
  lock: SharedLock
}

/** Values and locks as Redis keeps them: with an expiry by a clock of its own, and one owner for each lock. */
export function createSharedStorage() {
  const values = new Map<string, { json: string, endsAt: number }>()
  const locks = new Map<string, { owner: number, endsAt: number }>()
  let processes = 0
  const now = () => performance.now()
  const find = (key: string) => {
    const value = values.get(key)
    return value && now() < value.endsAt ? value : undefined
  }
  const get = (key: string): unknown => JSON.parse(find(key)?.json ?? 'null')

  return {
    values,
    /** Puts something else in the place of every value. */
    spoil(value: unknown) {
      for (const kept of values.values())
        kept.json = JSON.stringify(value)
    },
    isLocked: () => [...locks.values()].some(({ endsAt }) => now() < endsAt),
    join(): SharedStorage {
      const owner = ++processes
      return {
        storage: {
          getItem: async key => get(key),
          setItem: async (key, value, { ttl }) => void values.set(key, { json: JSON.stringify(value), endsAt: now() + ttl * 1000 }),
        },
        lock: {
          async acquire(key, lengthMs) {
            const lock = locks.get(key)
            if (lock && lock.owner !== owner && now() < lock.endsAt)
              return false
            locks.set(key, { owner, endsAt: now() + lengthMs })
            return true
          },
          async release(key) {
            if (locks.get(key)?.owner === owner)
              locks.delete(key)
          },
          read: async key => ({ value: get(key), leftMs: (find(key)?.endsAt ?? 0) - now() }),
        },
      }
    },
  }
}

/** The same, through something that delays, fails or ends each command. */
export function wrapStorage({ storage, lock }: SharedStorage, through: <Value>(command: () => Promise<Value>, kind: 'read' | 'write' | 'lock') => Promise<Value>): SharedStorage {
  return {
    storage: {
      getItem: key => through(() => storage.getItem(key), 'read'),
      setItem: (key, value, options) => through(() => storage.setItem(key, value, options), 'write'),
    },
    lock: {
      acquire: (key, lengthMs) => through(() => lock.acquire(key, lengthMs), 'lock'),
      release: key => through(() => lock.release(key), 'lock'),
      read: key => through(() => lock.read(key), 'read'),
    },
  }
}

export function slowly(shared: SharedStorage, ms: () => number): SharedStorage {
  return wrapStorage(shared, async (command) => {
    // There and back.
    await new Promise(resolve => setTimeout(resolve, ms() / 2))
    const answer = await command()
    await new Promise(resolve => setTimeout(resolve, ms() / 2))
    return answer
  })
}

export const hung: SharedStorage = wrapStorage(createSharedStorage().join(), () => new Promise<never>(() => {}))

/** Several processes of one account, on one storage. */
export function createProcesses(count = PROCESSES, changed: Parameters<typeof createWorld>[0] = {}) {
  const shared = createSharedStorage()
  const world = createWorld({ ...changed, ...shared.join() })
  const others = Array.from({ length: count - 1 }, (_, index) => world.start({ ...shared.join(), random: () => index / count }))
  return { ...world, shared, processes: [world.wechat, ...others] }
}
