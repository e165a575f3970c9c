import { createStorage, type Storage } from 'unstorage'
import { LEASE_MS, type Lease } from '../../../server/wechat'
import { createWorld } from './world'

export const PROCESSES = 4

/** A lease as Redis keeps it: one owner, with an expiry, and a fence that grows. */
function createLeases() {
  let owner: number | undefined
  let endsAt = 0
  let fence = 0
  let processes = 0
  const join = (): Lease => {
    const me = ++processes
    return {
      async take() {
        if (owner !== me && owner !== undefined && Date.now() < endsAt)
          return undefined
        if (owner !== me || Date.now() >= endsAt)
          fence += 1
        owner = me
        endsAt = Date.now() + LEASE_MS
        return fence
      },
      async release() {
        if (owner === me)
          owner = undefined
      },
    }
  }
  return {
    join,
    isHeld: () => owner !== undefined && Date.now() < endsAt,
    /** As where the clock is set that fences come from. */
    setFence: (to: number) => void (fence = to),
  }
}

/** A storage that keeps what has the higher fence. */
function createFencedStorage(): Storage {
  const storage = createStorage()
  return {
    ...storage,
    setItem: async (key: string, value: { fence?: number } | null) => {
      const kept = await storage.getItem<{ fence?: number } | null>(key)
      if ((kept?.fence ?? 0) <= (value?.fence ?? 0))
        await storage.setItem(key, value)
    },
  }
}

/** Several processes of one account, on one store. */
export function createProcesses(count = PROCESSES, changed: Parameters<typeof createWorld>[0] = {}) {
  const leases = createLeases()
  const storage = createFencedStorage()
  const world = createWorld({ ...changed, storage, lease: leases.join() })
  const others = Array.from({ length: count - 1 }, (_, index) => world.start({ lease: leases.join(), random: () => index / count }))
  return { ...world, storage, leases, processes: [world.wechat, ...others] }
}
