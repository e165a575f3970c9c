import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Linux gives outgoing connections ports from here on: below, none takes it before a test's own server does. */
const FIRST_OUTGOING = 32_768

/** A free port of this machine, for a server that is started after it is known, or more than once. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, FIRST_OUTGOING)
    if (await isFree(port))
      return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  }
  catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      return false
    throw error
  }
  server.close()
  await once(server, 'close')
  return true
}
