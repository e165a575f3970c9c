import { expect, it, vi } from 'vitest'

it('what cannot be counted is one line of the log, and no unhandled rejection', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {})
  // The log keeps the console of its start.
  const { createMetrics } = await import('../../server/http/observability/metrics')
  const metrics = createMetrics(() => ({ jsapiTicket: null }))
  metrics.observer.waitedForLock?.(Number.NaN)
  metrics.observer.waitedForLock?.(Number.NaN)
  expect((await metrics.render()).text).toContain('wechat_lock_wait_seconds_count 0')
  await expect.poll(() => error.mock.calls).toEqual([[expect.stringContaining('"event":"metrics_failed"')]])
})
