import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { findFreePort, findLanAddress, isLoopback } from '../../../scripts/network.mjs'

const address = (address: string, { family = 'IPv4' as const, internal = false } = {}) =>
  ({ address, family, internal, netmask: '255.255.255.0', mac: '00:00:00:00:00:00', cidr: null })

it('finds this machine\'s address in the local network', () => {
  expect(findLanAddress({
    lo: [address('127.0.0.1', { internal: true })],
    docker0: [address('172.17.0.1')],
    wlan0: [address('169.254.3.4'), address('192.168.1.20')],
  })).toBe('192.168.1.20')
})

it('finds none where only this machine reaches it', () => {
  expect(findLanAddress({ 'lo': [address('127.0.0.1', { internal: true })], 'br-12ab': [address('172.18.0.1')] })).toBeUndefined()
  expect(findLanAddress({})).toBeUndefined()
})

it.each(['localhost', '127.0.0.1', '127.8.8.8', '::1'])('knows %s as this machine only', (host) => {
  expect(isLoopback(host)).toBe(true)
})

it('takes the next port where the wanted one is in use', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  expect(await findFreePort(port, '127.0.0.1')).toBeGreaterThan(port)
  server.close()
  await once(server, 'close')
  expect(await findFreePort(port, '127.0.0.1')).toBe(port)
})
