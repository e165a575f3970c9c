import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRedisStorage } from '../../server/utils/redis-storage'
import { freePort } from '../free-port'

/** As a proxy with no Redis behind it: it takes each connection, and closes it. */
const proxy = createServer(connection => connection.on('error', () => {}).once('data', () => connection.destroy()))
let connections = 0
let url: string

beforeAll(async () => {
  proxy.on('connection', () => connections++)
  const port = await freePort()
  proxy.listen(port, '127.0.0.1')
  await once(proxy, 'listening')
  url = `redis://127.0.0.1:${port}`
})

afterAll(() => proxy.close())

it('a command on a connection that is lost is refused at once, and leaves nothing behind that is sent again', async () => {
  const { driver, lease } = createRedisStorage(url, 'wxcanary')
  for (let command = 0; command < 3; command++)
    await expect(Promise.all([driver.getItem('key', {}), lease?.take()])).rejects.toThrow(/max retries|closed/)
  // Each connection was for one of them: none is made without a pause.
  expect(connections).toBeLessThanOrEqual(4)
  await driver.dispose?.()
})
