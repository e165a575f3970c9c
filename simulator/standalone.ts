import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSimulator, type Simulator, type SimulatorOptions } from './api/simulator'
import { writeReply } from './api/faults/write-reply'

export interface StandaloneOptions extends SimulatorOptions {
  /** 0, the default: any free one. */
  port?: number
  host?: string
}

export interface StandaloneSimulator {
  /** Without a path: what an app takes in place of `https://api.weixin.qq.com`. */
  url: string
  simulator: Simulator
  /** Cuts every connection and frees the port. */
  close(): Promise<void>
}

/** Starts WeChat's API on a port of this machine. Rejects when the port is taken. */
export async function startSimulator({ port = 0, host = '127.0.0.1', ...options }: StandaloneOptions = {}): Promise<StandaloneSimulator> {
  const simulator = createSimulator(options)
  const server = createServer((req, res) => {
    // An unexpected request ends one answer, and not the simulator.
    answer(simulator, req, res).catch((error: unknown) => {
      console.error(error)
      if (res.headersSent)
        res.destroy()
      else
        res.writeHead(500).end()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  // A TCP server's address is an AddressInfo; only pipes have a string.
  const { port: bound } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    simulator,
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

async function answer(simulator: Simulator, req: IncomingMessage, res: ServerResponse): Promise<void> {
  // No `new URL`: a base with a slash at its end makes paths that begin with two, which it takes for a host.
  const [path = '', ...query] = (req.url ?? '').split('?')
  const reply = await simulator.handle({
    method: req.method ?? 'GET',
    path: path.replace(/^\/+/, '/'),
    query: new URLSearchParams(query.join('?')),
    body: await readBody(req),
    ip: (req.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    language: req.headers['accept-language'],
    userAgent: req.headers['user-agent'],
  })
  await writeReply(res, reply)
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  // A caller that goes while it sends has said nothing.
  await req.forEach((chunk: Buffer) => {
    chunks.push(chunk)
  }).catch(() => {})
  return Buffer.concat(chunks).toString('utf8')
}
