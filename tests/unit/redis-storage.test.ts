import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import { createRedisStorage } from '../../server/utils/redis-storage'
import { freePort } from '../free-port'

const closers: (() => void)[] = []

afterEach(() => {
  for (const close of closers.splice(0))
    close()
  vi.useRealTimers()
})

/** In Redis' place: what it does with each connection that it takes. */
async function serve(handle: (connection: Socket, count: number) => void) {
  const connections: Socket[] = []
  const server = createServer((connection) => {
    connections.push(connection.on('error', () => {}))
    handle(connection, connections.length)
  })
  const port = await freePort()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const storage = createRedisStorage(`redis://127.0.0.1:${port}`, 'wxcanary')
  closers.push(() => {
    void storage.driver.dispose?.()
    server.close()
    for (const connection of connections)
      connection.destroy()
  })
  return { ...storage, count: () => connections.length }
}

/** Time that passes only where a test lets it. The network's is not. */
function useFakeTimers(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
}

/** Answers each command that there is nothing. */
const answerNothing = (connection: Socket) => void connection.on('data', () => connection.write('$-1\r\n'))

async function expectSecondToStay({ driver, count }: Awaited<ReturnType<typeof serve>>): Promise<void> {
  await vi.waitUntil(async () => {
    await vi.advanceTimersByTimeAsync(100)
    return count() === 2
  })
  for (let second = 0; second < 10; second++) {
    await driver.getItem('key', {})
    await vi.advanceTimersByTimeAsync(1000)
  }
  expect(count()).toBe(2)
}

it('a command on a connection that is lost is refused, and leaves nothing behind that is sent again', async () => {
  const received: string[] = []
  const { driver, lease } = await serve(connection => connection.on('data', (data) => {
    received.push(String(data))
    connection.destroy()
  }))
  for (let command = 0; command < 3; command++)
    await expect(Promise.all([driver.getItem('key', {}), lease?.take()])).rejects.toThrow(/max retries|closed/)
  expect(received.join('').match(/wxcanary:lease/g)?.length).toBeLessThanOrEqual(3)
})

it('connections to a proxy with no Redis behind it are made twice a second at most', async () => {
  useFakeTimers()
  const { count } = await serve(connection => connection.destroy())
  for (let passed = 0; passed < 5000; passed += 50) {
    await vi.advanceTimersByTimeAsync(50)
    await sleep(5)
  }
  expect(count()).toBeGreaterThan(2)
  expect(count()).toBeLessThanOrEqual(11)
})

it('a connection that is lost after a while is made again at once', async () => {
  useFakeTimers()
  let lose = () => {}
  const { driver, count } = await serve((connection) => {
    answerNothing(connection)
    lose = () => connection.destroy()
  })
  await driver.getItem('key', {})
  await vi.advanceTimersByTimeAsync(600)
  lose()
  const lostAt = performance.now()
  while (count() < 2) {
    await sleep(5)
    await vi.advanceTimersByTimeAsync(0)
  }
  expect(performance.now()).toBe(lostAt)
})

it('a connection that answers no command for five seconds is made again, and the one after it stays', async () => {
  useFakeTimers()
  const served = await serve((connection, count) => {
    if (count > 1)
      answerNothing(connection)
  })
  const refused = expect(served.driver.getItem('key', {})).rejects.toThrow(/max retries|closed/)
  await vi.waitUntil(() => served.count() === 1)
  await vi.advanceTimersByTimeAsync(5000)
  await refused
  await expectSecondToStay(served)
})

it('a connection that is lost with a command on it does not end the one after it', async () => {
  useFakeTimers()
  const served = await serve((connection, count) => {
    if (count > 1)
      answerNothing(connection)
    else
      connection.once('data', () => connection.destroy())
  })
  await expect(served.driver.getItem('key', {})).rejects.toThrow(/max retries|closed/)
  await expectSecondToStay(served)
})
