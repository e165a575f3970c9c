// Where a demo can listen, and where others find it.
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Interfaces of containers, virtual machines and tunnels: no phone reaches them. */
const virtual = /^(?:docker|br-|veth|virbr|vmnet|vboxnet|vEthernet|utun|tun|tap|tailscale|zt|wg)/

/**
 * @param {NodeJS.Dict<import('node:os').NetworkInterfaceInfo[]>} interfaces as `os.networkInterfaces()` gives them
 * @returns {string | undefined} this machine's IPv4 address in the local network
 */
export function findLanAddress(interfaces) {
  return Object.entries(interfaces)
    .filter(([name]) => !virtual.test(name))
    .flatMap(([, addresses = []]) => addresses)
    .find(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
    ?.address
}

/** @param {string} host */
export function isLoopback(host) {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>} whether no program listens there
 */
export async function isPortFree(port, host) {
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
    return true
  }
  catch (error) {
    if (error.code === 'EADDRINUSE' || error.code === 'EACCES')
      return false
    throw error
  }
  finally {
    server.close()
  }
}

/**
 * @param {number} first
 * @param {string} host
 * @returns {Promise<number | undefined>} `first`, or one of the 20 ports after it
 */
export async function findFreePort(first, host) {
  for (let port = first; port <= Math.min(first + 20, 65_535); port++) {
    if (await isPortFree(port, host))
      return port
  }
  return undefined
}
