import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { freePort } from './free-port'

/** What the network does to a connection. */
export type NetworkState = 'good' | 'slow' | 'hung' | 'refused' | 'reset'

/** A way between an app and another server that goes bad on demand. */
export interface FaultProxy {
  port: number
  set(state: NetworkState): Promise<void>
  close(): Promise<void>
}

/** Each chunk takes so long in a slow network. */
const SLOW_MS = 1000

/** @param targetPort of this machine; may be changed by `target`. */
export async function startFaultProxy(target: { port: number }): Promise<FaultProxy> {
  let state: NetworkState = 'good'
  const sockets = new Set<Socket>()
  /** What is under way while the network is silent: TCP sends it again when it can. */
  const held: (() => void)[] = []
  const server = createServer((client) => {
    sockets.add(client)
    client.on('error', () => {}).on('close', () => sockets.delete(client))
    if (state === 'reset')
      return client.resetAndDestroy()
    const upstream = connect(target.port, '127.0.0.1').on('error', () => client.destroy()).on('close', () => client.destroy())
    client.on('close', () => upstream.destroy())
    pass(client, upstream)
    pass(upstream, client)
  })

  function pass(from: Socket, to: Socket): void {
    from.on('data', (chunk) => {
      if (state === 'good')
        to.write(chunk)
      else if (state === 'slow')
        setTimeout(() => to.destroyed || to.write(chunk), SLOW_MS)
      else
        held.push(() => to.destroyed || to.write(chunk))
    })
  }

  async function listen(port: number): Promise<void> {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }

  function cut(): void {
    for (const socket of sockets)
      socket.resetAndDestroy()
  }

  const port = await freePort()
  await listen(port)

  async function close(): Promise<void> {
    cut()
    if (!server.listening)
      return
    server.close()
    await once(server, 'close')
  }

  return {
    port,
    async set(next) {
      state = next
      if (next === 'refused')
        await close()
      else if (!server.listening)
        await listen(port)
      if (next === 'reset')
        cut()
      if (next === 'good')
        held.splice(0).forEach(send => send())
    },
    close,
  }
}
