import { once } from 'node:events'
import { createServer } from 'node:net'

/** Systems give outgoing connections ports from 32768 on: below, none takes it before a test's own server does. */
const LOWEST = 20_000
const HIGHEST = 32_767

/** A port of this machine where nobody listens, for a server that is started after it is known, or more than once. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
    const server = createServer().listen(port, '127.0.0.1')
    // Where somebody listens there already, the next number is tried.
    const isFree = await once(server, 'listening').then(() => true, () => false)
    if (!isFree)
      continue
    server.close()
    await once(server, 'close')
    return port
  }
}
