import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { createEvent } from 'h3'
import { createHooks } from 'hookable'
import type { NitroRuntimeHooks } from 'nitropack/types'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

let hooks = createHooks<NitroRuntimeHooks>()

// Nitro itself, which is there in a built app alone.
vi.mock('nitropack/runtime', () => ({ useNitroApp: () => ({ hooks }) }))

let log: string[]

beforeEach(() => {
  vi.useFakeTimers()
  vi.resetModules()
  hooks = createHooks()
  log = []
  // The log keeps the console of its start.
  vi.spyOn(console, 'error').mockImplementation(line => void log.push(JSON.parse(line).message))
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const request = new IncomingMessage(new Socket())
const message = { event: createEvent(request, new ServerResponse(request)), xml: '<xml/>', fields: {} }
const ask = async () => (await import('../../server/http/push/ask-app')).askApp(message)

const never = () => new Promise(() => {})

it('a message gets no reply where no listener is there, or none returns XML', async () => {
  expect(await ask()).toBeUndefined()
  hooks.hook('wechat:message', () => {})
  hooks.hook('wechat:message', () => '')
  hooks.hook('wechat:message', () => 'success')
  hooks.hook('wechat:message', () => ({ reply: 'a' }))
  expect(await ask()).toBeUndefined()
  expect(log).toEqual([])
})

it('every listener is asked with the message, and the first to return a text replies', async () => {
  const asked: unknown[] = []
  hooks.hook('wechat:message', one => void asked.push(one))
  hooks.hook('wechat:message', async one => `<b>${asked.push(one)}</b>`)
  hooks.hook('wechat:message', (one) => {
    asked.push(one)
    return '<c/>'
  })
  expect(await ask()).toMatch(/^<[bc]/)
  expect(asked).toEqual([message, message, message])
})

it('of listeners that return at once the first one replies', async () => {
  hooks.hook('wechat:message', () => '<a/>')
  hooks.hook('wechat:message', () => '<b/>')
  expect(await ask()).toBe('<a/>')
})

it('a listener that throws, at once or later, is logged once, and the others are heard', async () => {
  hooks.hook('wechat:message', () => {
    throw new Error('database is away')
  })
  hooks.hook('wechat:message', () => Promise.reject(new Error('model is away')))
  expect(await ask()).toBeUndefined()
  hooks.hook('wechat:message', async () => '<b/>')
  expect(await ask()).toBe('<b/>')
  expect(log).toEqual(Array.from({ length: 2 }, () => ['wechat:message: database is away', 'wechat:message: model is away']).flat())
})

it('a listener that is slow keeps no other one\'s reply', async () => {
  hooks.hook('wechat:message', never)
  hooks.hook('wechat:message', async () => '<b/>')
  expect(await ask()).toBe('<b/>')
})

it('after four seconds there is no reply, and one line in the log', async () => {
  hooks.hook('wechat:message', never)
  hooks.hook('wechat:message', never)
  let answer: unknown = 'none yet'
  const asking = ask().then(reply => answer = reply)
  await vi.advanceTimersByTimeAsync(3999)
  expect(answer).toBe('none yet')
  await vi.advanceTimersByTimeAsync(1)
  await asking
  expect(answer).toBeUndefined()
  expect(log).toEqual([expect.stringMatching(/^wechat:message: no reply within 4 s/)])
  expect(vi.getTimerCount()).toBe(0)
})

it('what a slow listener returns or throws after that changes nothing, and a failure is logged', async () => {
  hooks.hook('wechat:message', () => new Promise((resolve, reject) => setTimeout(() => reject(new Error('too late')), 5000)))
  const asking = ask()
  await vi.advanceTimersByTimeAsync(6000)
  expect(await asking).toBeUndefined()
  expect(log).toEqual([expect.stringContaining('no reply'), 'wechat:message: too late'])
})
