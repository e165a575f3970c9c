import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { onTestFinished } from 'vitest'
import { describe, expect, it } from 'vitest'
import { signJsapi } from '../../server/wechat/signing/signature'
import { send, type App } from '../app'
import { createMatrix, linesWith, type Matrix } from '../matrix'

type Finish = typeof onTestFinished

/** What the process has used of the CPU, in hundredths of a second. */
function cpuTicksOf({ pid }: App): number {
  // Fields 14 and 15; the second is the name, which is left out here.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/\(.*\) /, '').split(' ')
  return Number(fields[12]) + Number(fields[13])
}

/** A matrix with a Redis of this test alone. */
async function prepare(onFinish: Finish): Promise<Matrix> {
  const matrix = await createMatrix()
  onFinish(() => matrix.end())
  return matrix
}

/** The ticket that an app signs with. */
async function ticketOf(matrix: Matrix, app: App): Promise<string | undefined> {
  const config = JSON.parse((await matrix.ask(app)).text)
  return matrix.weChat.simulator.calls
    .flatMap(({ answer = {} }) => typeof answer.ticket === 'string' ? [answer.ticket] : [])
    .find(jsapiTicket => signJsapi({ ...config, jsapiTicket }) === config.signature)
}

describe.concurrent('processes on one Redis:', () => {
  it('one that is killed while it has the lock is followed by one other within fifteen seconds, and no page of the others fails', async ({ expect, onTestFinished }) => {
    const matrix = await prepare(onTestFinished)
    const { simulator } = matrix.weChat
    simulator.fault('all', { kind: 'delay', ms: 4500 })
    const first = await matrix.start()
    await expect.poll(() => simulator.count()).toBe(1)
    const startedAt = performance.now()
    const others = await Promise.all(Array.from({ length: 3 }, () => matrix.start()))
    const answers = others.map(other => matrix.askOften(other, 20))
    await first.stop('SIGKILL')
    simulator.clearFaults()
    expect(await Promise.all(answers)).toEqual([[200], [200], [200]])
    expect(performance.now() - startedAt).toBeLessThan(15_000)
    expect(simulator.calls.map(({ endpoint }) => endpoint)).toEqual(['stable_token', 'stable_token', 'getticket'])
  })

  it('one that is stopped beyond the lock takes what the next one got when it wakes, and overwrites nothing', async ({ expect, onTestFinished }) => {
    const matrix = await prepare(onTestFinished)
    const { simulator } = matrix.weChat
    // Each of these calls cancels the token before it.
    const env = { NUXT_WECHAT_TOKEN_ENDPOINT: 'classic' }
    simulator.fault('all', { kind: 'delay', ms: 1000 })
    const first = await matrix.start({ env })
    await expect.poll(() => simulator.count()).toBe(1)
    first.signal('SIGSTOP')
    simulator.clearFaults()
    const second = await matrix.start({ env })
    expect((await matrix.ask(second)).status).toBe(200)
    const ticket = await ticketOf(matrix, second)
    first.signal('SIGCONT')
    await expect.poll(() => ticketOf(matrix, first)).toBe(ticket)
    expect(await ticketOf(matrix, second)).toBe(ticket)
    expect(await ticketOf(matrix, await matrix.start({ env }))).toBe(ticket)
    expect(simulator.count('token')).toBe(2)
  })

  it('four ask a WeChat that fails at most four times in five seconds, all together, and tell pages why', async ({ expect, onTestFinished }) => {
    const matrix = await prepare(onTestFinished)
    const { simulator } = matrix.weChat
    simulator.fault('all', { kind: 'errcode', errcode: -1 })
    const apps = await Promise.all(Array.from({ length: 4 }, () => matrix.start()))
    const end = performance.now() + 5000
    while (performance.now() < end) {
      expect(await Promise.all(apps.map(app => matrix.askOften(app, 5)))).toEqual(apps.map(() => [503]))
      await sleep(100)
    }
    expect(simulator.count()).toBeLessThanOrEqual(4)
    simulator.clearFaults()
    for (const app of apps)
      await expect.poll(async () => (await matrix.ask(app)).status).toBe(200)
    expect(simulator.count('getticket')).toBe(1)
  }, 60_000)
})

it('processes whose clocks are five minutes behind ask as one with the first, and none believes in a ticket for longer than it lives', async ({ onTestFinished }) => {
  const matrix = await prepare(onTestFinished)
  const { simulator } = matrix.weChat
  simulator.fault('all', { kind: 'expires-in', value: 20 })
  const apps = []
  for (const CLOCK_AHEAD_MS of ['300000', '0', '-300000'])
    apps.push(await matrix.start({ isControlled: true, env: { CLOCK_AHEAD_MS } }))
  for (const app of apps) {
    expect(await matrix.askOften(app, 10)).toEqual([200])
    expect((await matrix.health(app)).jsapiTicket?.expiresInSeconds).toBeLessThanOrEqual(20)
  }
  expect(simulator.count()).toBe(2)
})

it('an event loop that is blocked for longer than a call may take makes pages late and nothing else', async ({ onTestFinished }) => {
  const matrix = await prepare(onTestFinished)
  const { simulator } = matrix.weChat
  simulator.fault('all', { kind: 'delay', ms: 1000 })
  const app = await matrix.start({ isControlled: true })
  const pages = matrix.askOften(app, 50)
  await app.control({ blockMs: 6000 })
  expect(await pages).toEqual([200])
  expect(simulator.count()).toBe(2)
  expect(linesWith(app, 'fails')).toEqual([])
})

it('an app whose log is not read any more goes on, and has nothing to do', async ({ onTestFinished }) => {
  const matrix = await prepare(onTestFinished)
  matrix.weChat.simulator.fault('all', { kind: 'errcode', errcode: -1 })
  const app = await matrix.start()
  await matrix.ask(app)
  app.closeLog()
  // It has something to say with each of these.
  for (let second = 0; second < 4; second++) {
    await sleep(1000)
    expect(await matrix.askOften(app, 1)).toEqual([503])
  }
  const before = cpuTicksOf(app)
  await sleep(2000)
  // Of two hundred.
  expect(cpuTicksOf(app) - before).toBeLessThan(50)
})

it('SIGTERM under load drops nothing, where a load balancer sends no more after the 503', async ({ onTestFinished }) => {
  const matrix = await prepare(onTestFinished)
  const app = await matrix.start()
  expect(await matrix.askOften(app, 1)).toEqual([200])
  const agent = new Agent({ keepAlive: true, maxSockets: 20 })
  const { hostname, port } = new URL(app.url)
  let isReady = true
  let answered = 0

  async function load(): Promise<void> {
    while (isReady) {
      const req = request({ hostname, port, path: '/api/wx/config?url=https%3A%2F%2Fexample.com%2F', agent }).end()
      const [res] = await once(req, 'response')
      expect(res.statusCode).toBe(200)
      await res.resume().toArray()
      answered += 1
    }
  }

  async function watchHealth(): Promise<void> {
    while (isReady) {
      isReady = (await send(app.url, '/api/wx/health')).status === 200
      await sleep(100)
    }
  }

  const loads = [...Array.from({ length: 20 }, load), watchHealth()]
  await expect.poll(() => answered).toBeGreaterThan(200)
  const before = answered
  const stopped = app.stop('SIGTERM')
  // None of them fails.
  await Promise.all(loads)
  agent.destroy()
  expect(answered).toBeGreaterThan(before)
  expect((await stopped).code).toBe(0)
})

it('SIGTERM while WeChat is slow drops no page: each is told so before the end', async ({ onTestFinished }) => {
  const matrix = await prepare(onTestFinished)
  const { simulator } = matrix.weChat
  // Two calls of 4.5 s are longer than anybody lets an app end.
  simulator.fault('all', { kind: 'delay', ms: 4500 })
  const app = await matrix.start()
  const pages = Promise.all(Array.from({ length: 20 }, () => matrix.ask(app)))
  await expect.poll(() => simulator.count()).toBe(1)
  await sleep(200)
  const stopped = app.stop('SIGTERM')
  const answers = await pages
  expect([...new Set(answers.map(({ status, text }) => `${status} ${JSON.parse(text).data.code}`))]).toEqual(['503 wechat_timeout'])
  expect((await stopped).code).toBe(0)
})
