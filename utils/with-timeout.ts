/**
 * Waits for a promise, but no longer than this.
 *
 * @param timeoutError makes the error to reject with.
 */
export function withTimeout<Value>(promise: Promise<Value>, timeoutMs: number, timeoutError: () => Error): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(timeoutError()), timeoutMs)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
