import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { createEvent } from 'h3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readReport } from '../../server/http/report/read-report'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** What a page posts, as far as it has come. */
function receive(text: string) {
  const request = new IncomingMessage(new Socket())
  request.push(text)
  const reading = readReport(createEvent(request, new ServerResponse(request))).catch(({ code }) => String(code))
  return { request, reading }
}

describe('the body of a report', () => {
  it('has ten seconds to arrive: then the connection ends', async () => {
    const { request, reading } = receive('{"errMsg":')
    await vi.advanceTimersByTimeAsync(9999)
    expect(request.destroyed).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(request.destroyed).toBe(true)
    expect(await reading).toBe('report_invalid')
  })

  it('may come in parts, and leaves no timer behind', async () => {
    const { request, reading } = receive('{"errMsg":"config:fail","path":"/",')
    await vi.advanceTimersByTimeAsync(5000)
    request.push('"platform":"ios","version":""}')
    request.push(null)
    expect(await reading).toEqual({ errMsg: 'config:fail', path: '/', platform: 'ios', host: 'wechat', version: '' })
    expect(vi.getTimerCount()).toBe(0)
  })
})
