import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

export interface RawAnswer {
  status: number
  reason: string
  /** All bytes before the body. */
  head: string
  body: string
}

/** Sends a request as it stands, and reads the answer as bytes: a head as long as a proxy would see it. */
export async function sendRaw(url: string, target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<RawAnswer> {
  const { hostname, port, protocol, host } = new URL(url)
  const options = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) }
  const socket: Socket = protocol === 'https:' ? connectTls({ ...options, rejectUnauthorized: false }) : connect(options)
  const lines = Object.entries({ Host: host, Connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(socket, 'close')
  const text = Buffer.concat(chunks).toString('latin1')
  const end = text.indexOf('\r\n\r\n') + 4
  const [, status = '0', reason = ''] = /^HTTP\/1\.1 (\d+) ?(.*)/.exec(text) ?? []
  return { status: Number(status), reason, head: text.slice(0, end), body: text.slice(end) }
}
