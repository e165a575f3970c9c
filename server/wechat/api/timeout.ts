import { WechatError } from './errors'

/**
 * How long a page waits for WeChat, over all calls and other processes: longer than the lock of a process that died lasts, with
 * the calls of the process that takes over; shorter than the shutdown lets pages finish.
 */
export const PAGE_TIMEOUT_MS = 7800

/** Time in which the event loop was blocked counts as one of these, as no answer could arrive in it. */
const SLICES = 10

/**
 * Rejects after a while. What was waited for goes on.
 *
 * @param error makes the error that it rejects with.
 */
export async function withTimeout<Value>(promise: Promise<Value>, milliseconds: number, error: () => Error): Promise<Value> {
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

/** For what a page waits for: it gets an answer in time, and the calls to WeChat go on without it. */
export function withPageTimeout<Value>(promise: Promise<Value>): Promise<Value> {
  return withTimeout(promise, PAGE_TIMEOUT_MS, () => new WechatError('wechat_timeout', 'WeChat is slow to answer: try again.', { retryInMs: 1000 }))
}
