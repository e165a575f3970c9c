/** unstorage's `Storage`, as far as it is used. */
export interface KeyValueStore {
  getItem(key: string): Promise<unknown>
  /** `ttl` in seconds. A storage may ignore it. */
  setItem(key: string, value: object, options: { ttl: number }): Promise<void>
}

/** What several processes that share a storage need besides. Each command rejects where the storage fails. */
export interface SharedLock {
  /** Takes the lock of this key, or extends it where it is this process's; `false` while another process has it. */
  acquire(key: string, lengthMs: number): Promise<boolean>
  /** Releases the lock, if it is still this process's. */
  release(key: string): Promise<void>
  /** A value and how long it still lives by the storage's own clock; sent after `acquire`, it is read after the lock was taken. */
  read(key: string): Promise<{ value: unknown, leftMs: number }>
}
