/** Runs what it is given one after the other, each once the one before it has ended, however that ended. */
export function createOrder(): <Value>(action: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve()
  return (action) => {
    const next = last.then(action)
    last = next.catch(() => {})
    return next
  }
}
