import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { withTimeout } from '../../../utils/wechat/error'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const never = new Promise<never>(() => {})
const late = () => new Error('late')

it('gives what the promise gives, and leaves no timer behind', async () => {
  expect(await withTimeout(Promise.resolve('here'), 1000, late)).toBe('here')
  await vi.advanceTimersByTimeAsync(0)
  expect(vi.getTimerCount()).toBe(0)
})

it('rejects as the promise rejects, and leaves no timer behind', async () => {
  await expect(withTimeout(Promise.reject(new Error('broken')), 1000, late)).rejects.toThrow('broken')
  await vi.advanceTimersByTimeAsync(0)
  expect(vi.getTimerCount()).toBe(0)
})

it('rejects when the time is over, and not a millisecond before', async () => {
  const onError = vi.fn()
  void withTimeout(never, 1000, late).catch(onError)
  await vi.advanceTimersByTimeAsync(999)
  expect(onError).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(onError).toHaveBeenCalledWith(late())
})

it('makes the error only when it needs it', async () => {
  const timeoutError = vi.fn(late)
  await withTimeout(Promise.resolve(), 1000, timeoutError)
  await vi.advanceTimersByTimeAsync(5000)
  expect(timeoutError).not.toHaveBeenCalled()
})

it('is not disturbed by what comes after its time', async () => {
  let reject: (error: Error) => void = () => {}
  const promise = withTimeout(new Promise((_, no) => reject = no), 1000, late)
  const failed = expect(promise).rejects.toThrow('late')
  await vi.advanceTimersByTimeAsync(1000)
  reject(new Error('broken, but no caller waits'))
  await failed
})
