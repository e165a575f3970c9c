import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp, createError, defineEventHandler, toNodeListener } from 'h3'
import { expect, it } from 'vitest'
import { keepReasonsShort } from '../../server/http/answers/reason'

/** The reason that a client sees where a handler fails with this one. */
async function reasonOf(statusCode: number, statusMessage: string): Promise<string> {
  const h3App = createApp().use(defineEventHandler(() => {
    throw createError({ statusCode, statusMessage })
  }))
  // All that is asked of Nitro's app.
  keepReasonsShort({ h3App } as never)
  const server = createServer(toNodeListener(h3App)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A TCP server's address is an AddressInfo; only pipes have a string.
  const { statusText } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  server.close()
  return statusText
}

it.each([
  [404, 'Page not found: /%5C%5C', 'Not Found'],
  [404, `Cannot find any route matching /${'a'.repeat(3000)}.`, 'Not Found'],
  [404, '', 'Not Found'],
  [500, 'Cannot read /etc/passwd', 'Internal Server Error'],
])('the reason of a %i that is "%s" goes out as %s', async (status, given, sent) => {
  expect(await reasonOf(status, given)).toBe(sent)
})

it('a reason of the host\'s own stays', async () => {
  expect(await reasonOf(418, 'No coffee here')).toBe('No coffee here')
})
