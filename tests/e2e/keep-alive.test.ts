import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { startApp } from '../app'

it('an idle connection is kept for 75 s, which is longer than a load balancer keeps it, and not beyond SIGTERM', async ({ onTestFinished }) => {
  const app = await startApp()
  onTestFinished(() => void app.stop())
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ask = async () => {
    const request = get(`${app.url}/api/wx/health`, { agent })
    const [connection] = await once(request, 'socket') as [Socket]
    const [response] = await once(request, 'response') as [IncomingMessage]
    await once(response.resume(), 'end')
    return { headers: response.headers, isReused: request.reusedSocket, connection }
  }

  await ask()
  const { headers, isReused, connection } = await ask()

  expect(isReused).toBe(true)
  expect(headers['keep-alive']).toBe('timeout=75')
  const closed = once(connection, 'close')
  expect((await app.stop('SIGTERM')).code).toBe(0)
  await closed
})
