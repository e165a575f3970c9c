import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { startSimulator } from '../../simulator/standalone'
import { send, startApp } from '../app'

it('a second after SIGTERM the app takes no new connection, finishes what is in flight, and leaves within ten seconds', async () => {
  const weChat = await startSimulator()
  weChat.simulator.fault('all', { kind: 'delay', ms: 2500 })
  const app = await startApp({ env: {
    NUXT_WECHAT_APP_ID: weChat.simulator.appId,
    NUXT_WECHAT_APP_SECRET: weChat.simulator.appSecret,
    NUXT_WECHAT_API_BASE: weChat.url,
    NUXT_WECHAT_JS_DOMAINS: 'example.com',
  } })
  const inFlight = Array.from({ length: 50 }, () => send(app.url, '/api/wx/config?url=https%3A%2F%2Fexample.com%2F'))
  await expect.poll(() => weChat.simulator.count()).toBe(1)

  const stoppedAt = Date.now()
  const stopped = app.stop('SIGTERM')
  const health = () => send(app.url, '/api/wx/health').then(({ status, text }) => `${status} ${JSON.parse(text).status}`)
  await expect.poll(health).toBe('503 stopping')
  // A balancer that has not seen it yet may send a request.
  expect((await send(app.url, '/')).status).toBe(200)
  await expect.poll(() => refuses(app.url)).toBe(true)
  expect((await Promise.all(inFlight)).map(answer => answer.status)).toEqual(inFlight.map(() => 200))
  expect((await stopped).code).toBe(0)
  expect(Date.now() - stoppedAt).toBeLessThan(10_000)
  await weChat.close()
})

it('leaves within ten seconds even when a client never finishes', async () => {
  const app = await startApp()
  const { hostname, port } = new URL(app.url)
  const socket = connect(Number(port), hostname, () => socket.write('POST /api/wx/config HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n'))
  socket.on('error', () => {})
  await new Promise(resolve => socket.once('data', resolve))
  const stoppedAt = Date.now()
  await app.stop('SIGTERM')
  expect(Date.now() - stoppedAt).toBeLessThan(10_000)
})

function refuses(url: string): Promise<boolean> {
  return send(url, '/').then(() => false, () => true)
}
