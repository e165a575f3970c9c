/** Where this process itself does not get to run for seconds, only one of these has passed. */
const SLICES = 10

/**
 * Waits so long, by the time that this process had: while its event loop was blocked, answers could not arrive either.
 *
 * @param error for when it takes too long. What was waited for goes on.
 */
export async function waitFor<Value>(promise: Promise<Value>, milliseconds: number, error: () => Error): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<never>((_, reject) => {
    const wait = (slices: number) => {
      timer = setTimeout(() => slices > 1 ? wait(slices - 1) : reject(error()), milliseconds / SLICES)
    }
    wait(SLICES)
  })
  try {
    return await Promise.race([promise, timeout])
  }
  finally {
    clearTimeout(timer)
  }
}
