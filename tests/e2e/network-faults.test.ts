import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { connect, type AddressInfo, type Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { endWithTests } from '../children'
import { startFaultProxy, type NetworkState } from '../fault-proxy'
import { createMatrix, type Matrix } from '../matrix'
import { certificate, key } from '../fixtures/untrusted-certificate'

let matrix: Matrix
const open: { close: () => unknown }[] = []

beforeEach(async () => {
  matrix = await createMatrix()
})

afterEach(async () => {
  await matrix.end()
  for (const { close } of open.splice(0))
    close()
})

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.push({ close: () => server.close() })
  // A TCP server's address is an AddressInfo; only pipes have a string.
  return (server.address() as AddressInfo).port
}

/** An app whose way to WeChat leads here. */
const startTowards = (apiBase: string) => matrix.start({ env: { NUXT_WECHAT_API_BASE: apiBase } })

async function refusal(apiBase: string): Promise<string> {
  const app = await startTowards(apiBase)
  const { status, text } = await matrix.ask(app)
  expect(await matrix.askOften(app, 20)).toEqual([503])
  return `${status} ${JSON.parse(text).data.code}`
}

/** A port whose host drops what asks for a connection: a stopped process whose queue is full. */
async function startSilentHost(): Promise<number> {
  const script = 'const s = require("net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => console.log(s.address().port))'
  const host = endWithTests(spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] }))
  open.push({ close: () => host.kill('SIGKILL') })
  const [text] = await once(host.stdout, 'data')
  const port = Number(String(text))
  host.kill('SIGSTOP')
  for (;;) {
    const socket = connect(port, '127.0.0.1').on('error', () => {})
    open.push({ close: () => socket.destroy() })
    if (!await Promise.race([once(socket, 'connect').then(() => true), sleep(300)]))
      return port
  }
}

describe('where the way to WeChat is bad, pages without a ticket are told', () => {
  it('503 wechat_timeout when no server takes the connection', async () => {
    const port = await startSilentHost()
    expect(await refusal(`http://127.0.0.1:${port}`)).toBe('503 wechat_timeout')
  })

  it('503 wechat_unreachable when the name leads nowhere', async () => {
    expect(await refusal('http://no-such-host.invalid')).toBe('503 wechat_unreachable')
  })

  it('503 wechat_unreachable when there is no TLS', async () => {
    const port = await listen(createHttpServer((_, res) => res.end('{}')))
    expect(await refusal(`https://127.0.0.1:${port}`)).toBe('503 wechat_unreachable')
  })

  it('503 wechat_unreachable when the certificate is not trusted, and the secret is not sent', async () => {
    let received = ''
    const port = await listen(createHttpsServer({ cert: certificate, key }, (req, res) => {
      received += req.url
      res.end('{}')
    }))
    expect(await refusal(`https://127.0.0.1:${port}`)).toBe('503 wechat_unreachable')
    expect(received).toBe('')
  })
})

describe('where the way to WeChat goes bad', () => {
  it('slow: renewals take their time, and no page does', async () => {
    const { weChat: { simulator, url } } = matrix
    const network = await startFaultProxy({ port: Number(new URL(url).port) })
    open.push(network)
    const app = await matrix.start({ isControlled: true, env: { NUXT_WECHAT_API_BASE: `http://127.0.0.1:${network.port}` } })
    expect(await matrix.askOften(app, 10)).toEqual([200])
    await network.set('slow')
    await matrix.pass(app, 117 * 60_000)
    const before = simulator.count()
    expect(await matrix.askOften(app, 50)).toEqual([200])
    await expect.poll(async () => (await matrix.health(app)).jsapiTicket?.expiresInSeconds).toBeGreaterThan(6000)
    expect(simulator.count()).toBeGreaterThan(before)
  })

  it.each<[NetworkState, string]>([
    ['hung', 'wechat_timeout'],
    ['refused', 'wechat_unreachable'],
    ['reset', 'wechat_unreachable'],
  ])('%s: renewals fail with %s, pages go on, and it is used again when it is good', async (state, code) => {
    const { weChat: { url } } = matrix
    const network = await startFaultProxy({ port: Number(new URL(url).port) })
    open.push(network)
    const app = await matrix.start({ isControlled: true, env: { NUXT_WECHAT_API_BASE: `http://127.0.0.1:${network.port}` } })
    expect(await matrix.askOften(app, 10)).toEqual([200])

    await network.set(state)
    // Into the last four minutes of the ticket's life.
    await matrix.pass(app, 117 * 60_000)
    expect(await matrix.askOften(app, 50)).toEqual([200])
    await expect.poll(async () => (await matrix.health(app)).lastFailure?.code).toBe(code)
    expect(await matrix.askOften(app, 50)).toEqual([200])

    await network.set('good')
    await expect.poll(async () => {
      await app.control({ moveClockMs: 5000 })
      await matrix.ask(app)
      return (await matrix.health(app)).jsapiTicket?.expiresInSeconds
    }, { interval: 500 }).toBeGreaterThan(6000)
  })
})
