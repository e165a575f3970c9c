import { once } from 'node:events'
import { request, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, LookupFunction } from 'node:net'
import { createSecureContext } from 'node:tls'
import { createNetwork, type Network } from '../doctor/network/request'
import { createAuthority } from './certificates'

/** A web server with TLS for names that only `network` knows, and what it answers at the moment. */
export interface TestSite {
  port: number
  /** The certificate of its authority. */
  ca: string
  /** Finds all names under `example.com` here but `nowhere.example.com`, and trusts its authority. */
  network: Network
  /** Finds them too, and does not. */
  distrustful: Network
  answer: RequestListener
  close(): Promise<void>
}

/** Serves m.example.com, and some hosts with certificates that browsers refuse: expired, soon, other (another's), self (signed by itself). */
export async function startSite(): Promise<TestSite> {
  const authority = createAuthority()
  const valid = authority.create({ hosts: ['m.example.com', 'www.example.com', 'localhost'] })
  const contexts = new Map(Object.entries({
    'expired.example.com': authority.create({ hosts: ['expired.example.com'], days: -3 }),
    'soon.example.com': authority.create({ hosts: ['soon.example.com'], days: 6.5 }),
    'week.example.com': authority.create({ hosts: ['week.example.com'], days: 7.5 }),
    'self.example.com': createAuthority().create({ hosts: ['self.example.com'] }),
  }).map(([name, pair]) => [name, createSecureContext(pair)]))
  const server = createServer({ ...valid, SNICallback: (name, done) => done(null, contexts.get(name)) }, (req, res) => site.answer(req, res))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A TCP server's address is an AddressInfo; only pipes have a string.
  const { port } = server.address() as AddressInfo
  const options = { lookup, httpsPort: port, timeoutMs: 20_000 }
  const site: TestSite = {
    port,
    ca: authority.ca,
    network: createNetwork({ ...options, ca: authority.ca }),
    distrustful: createNetwork(options),
    answer: (_, res) => res.end('A page.'),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return site
}

const lookup: LookupFunction = (hostname, { all }, callback) => {
  if (hostname === 'nowhere.example.com')
    return callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), '', 4)
  if (all)
    callback(null, [{ address: '127.0.0.1', family: 4 }])
  else
    callback(null, '127.0.0.1', 4)
}

/** Passes a request on, as nginx does. What a test changes stands in for a wrong configuration. */
export function passOn(target: string, { path = '', headers = {} }: { path?: string, headers?: Record<string, string> } = {}, req: IncomingMessage, res: ServerResponse): void {
  const { host = '' } = req.headers
  const passed = { 'host': host, 'x-forwarded-proto': 'https', 'connection': 'close', 'accept': req.headers.accept ?? '*/*', ...headers }
  const asked = request(target, { path: path || req.url, method: req.method, headers: passed, agent: false }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(res)
  }).on('error', () => res.writeHead(502).end())
  req.pipe(asked)
}
