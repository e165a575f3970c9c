import { once } from 'node:events'
import { createServer, globalAgent, type Server } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createWechatClient } from '../../../server/wechat/api/client'
import { createAuthority } from '../../certificates'

const authority = createAuthority()
let server: Server
let connections: number
let answer: (request: IncomingMessage, response: ServerResponse) => void
let client: ReturnType<typeof createWechatClient>

beforeEach(async () => {
  connections = 0
  answer = (_, response) => response.end('{"expires_in":7200}')
  server = createServer(authority.create({ hosts: ['localhost'] }), (request, response) => answer(request, response))
    .on('secureConnection', () => connections++)
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  client = openClient()
  trust(authority.ca)
})

afterEach(() => {
  globalAgent.destroy()
  server.closeAllConnections()
  server.close()
})

function openClient() {
  return createWechatClient({ apiBase: `https://localhost:${portOf(server)}` })
}

function portOf(listening: Server): number {
  return Object(listening.address()).port
}

/** As `NODE_EXTRA_CA_CERTS` does for a whole process. */
function trust(ca: string | undefined): void {
  const { ca: before } = globalAgent.options
  globalAgent.options.ca = ca
  onTestFinished(() => void (globalAgent.options.ca = before))
}

const call = { endpoint: '/cgi-bin/token', query: { secret: 'a+b &=é' } }

describe('a call of WeChat\'s API by https', () => {
  it('gives what WeChat answers, with each value of the query as it was', async () => {
    const seen = vi.fn()
    answer = ({ url = '', headers }, response) => {
      seen(new URL(url, 'https://localhost').searchParams.get('secret'), headers.host)
      response.end('{"expires_in":7200}')
    }
    expect(await client(call)).toEqual({ expires_in: 7200 })
    expect(seen).toHaveBeenCalledExactlyOnceWith('a+b &=é', `localhost:${portOf(server)}`)
  })

  it('sends a body as JSON, with its length in bytes', async () => {
    const seen = vi.fn()
    answer = async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request)
        chunks.push(chunk)
      const { method, headers } = request
      seen(method, headers['content-type'], headers['content-length'], JSON.parse(Buffer.concat(chunks).toString()))
      response.end('{}')
    }
    await client({ endpoint: '/cgi-bin/stable_token', body: { secret: 'é' } })
    expect(seen).toHaveBeenCalledExactlyOnceWith('POST', 'application/json', '15', { secret: 'é' })
  })

  it.each(['of an authority that is not trusted', 'of another host'])('is unreachable behind a certificate %s', async (which) => {
    if (which.startsWith('of an'))
      trust(undefined)
    else
      server.setSecureContext(authority.create({ hosts: ['proxy.example.com'] }))
    await expect(client(call)).rejects.toMatchObject({ code: 'wechat_unreachable' })
  })

  it('uses the connection of the call before, and a new one where WeChat has closed that', async () => {
    await client(call)
    await client(call)
    expect(connections).toBe(1)
    server.closeAllConnections()
    await vi.waitFor(() => expect(Object.keys(globalAgent.freeSockets)).toEqual([]), { timeout: 60_000 })
    await client(call)
    expect(connections).toBe(2)
  })

  it('is unreachable where WeChat ends the connection amid the answer', async () => {
    answer = (request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"expires_in":')
      setImmediate(() => request.socket.destroy())
    }
    await expect(client(call)).rejects.toMatchObject({ code: 'wechat_unreachable' })
  })

  it('leaves a connection whose answer it did not want', async () => {
    answer = (_, response) => void response.writeHead(502).write('<html>')
    await expect(client(call)).rejects.toMatchObject({ code: 'wechat_bad_response' })
    await vi.waitFor(async () => expect(await new Promise(resolve => server.getConnections((_, count) => resolve(count)))).toBe(0), { timeout: 60_000 })
  })

  it('needs no global fetch, which would cost a process its time to start and megabytes', async () => {
    const fetch = vi.spyOn(globalThis, 'fetch')
    onTestFinished(() => fetch.mockRestore())
    await openClient()(call)
    expect(fetch).not.toHaveBeenCalled()
  })
})
