import { WechatError } from './errors'

/**
 * How long a page waits for WeChat, over all calls and other processes: longer than a lease, so that the turn of a process that
 * died is over by then and the next one's calls fit; shorter than the shutdown lets pages finish.
 */
export const PAGE_PATIENCE_MS = 7800

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

/**
 * Measures the time that this process has from now on, in the same way.
 *
 * @param scaleMs about what is to be told apart: a tenth of it is.
 * @returns ends it, and gives milliseconds.
 */
export function startStopwatch(scaleMs: number): () => number {
  const sliceMs = scaleMs / SLICES
  let slices = 0
  const timer = setInterval(() => slices++, sliceMs)
  return () => {
    clearInterval(timer)
    return slices * sliceMs
  }
}

/** Waits until it has ended, however it did, and so long at most. */
export async function waitAtMost(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  await waitFor(promise, milliseconds, () => new Error('It takes too long.')).catch(() => {})
}

/** For what a page waits for: it is told the truth in time, and what it waited for goes on without it. */
export function waitForPage<Value>(promise: Promise<Value>): Promise<Value> {
  return waitFor(promise, PAGE_PATIENCE_MS, () => new WechatError('wechat_timeout', 'WeChat is taking long; it goes on being asked: try again.', { retryInMs: 1000 }))
}
