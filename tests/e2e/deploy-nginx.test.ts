import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startApp, type App } from '../app'
import { freePort } from '../free-port'
import { hasIpv6, startDeployedNginx, type DeployedNginx } from '../nginx'
import { startPeopleServer, type PeopleServer } from '../people-server'
import { sendRaw } from '../raw-request'

const SITE = 'm.example.com'

describe('deploy/nginx.conf in front of the app', () => {
  let weChat: PeopleServer
  let app: App
  let nginx: DeployedNginx

  beforeAll(async () => {
    weChat = await startPeopleServer()
    app = await startApp({ env: { ...weChat.env, NUXT_WECHAT_TRUSTED_PROXIES: '127.0.0.1', NUXT_WECHAT_RATE_LIMIT: '20' } })
    // The second one is not there.
    nginx = await startDeployedNginx(app.url, `http://127.0.0.1:${await freePort()}`)
  })

  afterAll(async () => {
    await nginx.stop()
    await app.stop()
    await weChat.close()
  })

  const toConfigPath = (page: string) => `/api/wx/config?url=${encodeURIComponent(page)}`

  it('shows every page, though one of its processes is not there', async () => {
    const statuses = []
    for (let index = 0; index < 10; index++)
      statuses.push((await sendRaw(nginx.url, '/', { Host: SITE })).status)
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

  it.each(['HTTP/1.1', 'HTTP/2'])('signs the pages of the host that was asked for, by %s', async (protocol) => {
    const ask = async (page: string): Promise<number> => {
      if (protocol === 'HTTP/1.1')
        return (await sendRaw(nginx.url, toConfigPath(page), { 'Host': SITE, 'X-Forwarded-Host': 'evil.example' })).status
      const session = connect(nginx.url, { rejectUnauthorized: false })
      const stream = session.request({ ':authority': SITE, ':path': toConfigPath(page), 'x-forwarded-host': 'evil.example' })
      const [headers] = await once(stream, 'response')
      session.destroy()
      return headers[':status']
    }
    expect(await ask(`https://${SITE}/a?b=c`)).toBe(200)
    expect(await ask('https://evil.example/')).toBe(403)
  })

  it.skipIf(!hasIpv6)('counts each visitor by their own address, whatever they say it is', async () => {
    const statuses = []
    for (let index = 0; index < 30; index++)
      statuses.push((await sendRaw(nginx.urlOverIpv6, '/api/wx/user', { 'Host': SITE, 'X-Forwarded-For': `192.0.2.${index}` })).status)
    expect(statuses).toContain(429)
    expect((await sendRaw(nginx.url, toConfigPath(`https://${SITE}/`), { Host: SITE })).status).toBe(200)
  })
})

describe('deploy/nginx.conf', () => {
  let upstream: Server
  let nginx: DeployedNginx
  let connections = 0
  let requests: { url?: string, headers: Record<string, unknown> }[] = []

  beforeAll(async () => {
    // Tells what has come, in whatever head and body were asked for.
    upstream = createServer((req, res) => {
      requests.push({ url: req.url, headers: req.headers })
      res.setHeader('Content-Type', 'text/html')
      res.setHeader('X-Long', 'x'.repeat(Number(req.headers['x-bytes'] ?? 0)))
      res.end('text '.repeat(1000))
    })
    upstream.keepAliveTimeout = 75_000
    upstream.on('connection', () => connections++)
    await once(upstream.listen(0, '127.0.0.1'), 'listening')
    nginx = await startDeployedNginx(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`)
  })

  beforeEach(() => {
    requests = []
    connections = 0
  })

  afterAll(async () => {
    await nginx.stop()
    upstream.closeAllConnections()
    upstream.close()
  })

  const ask = (target: string, headers: Record<string, string> = {}, url = nginx.url) => sendRaw(url, target, { Host: SITE, ...headers })

  it('passes on nothing that a visitor says of the way here', async () => {
    await ask('/', { 'X-Forwarded-For': '192.0.2.1', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'http', 'Forwarded': 'for=192.0.2.1' })
    expect(requests[0]?.headers).toMatchObject({ 'host': SITE, 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': SITE, 'x-forwarded-proto': 'https' })
    expect(requests[0]?.headers).not.toHaveProperty('forwarded')
  })

  it.skipIf(!hasIpv6)('answers by IPv6, with the visitor\'s own address', async () => {
    expect((await ask('/', {}, nginx.urlOverIpv6)).status).toBe(200)
    expect(requests[0]?.headers).toMatchObject({ 'x-forwarded-for': '::1' })
  })

  it.each(['/a%2Fb?x=%E4%BC%9A&y=a+b', '/%E4%BC%9A/?a=/../b', '//a/./b?c=d%', '/?url=https%3A%2F%2Fm.example.com%2F'])('passes %s on byte for byte', async (target) => {
    await ask(target)
    expect(requests[0]?.url).toBe(target)
  })

  it('compresses what it passes on', async () => {
    const { head, body } = await ask('/', { 'Accept-Encoding': 'gzip' })
    expect(head).toMatch(/^content-encoding: gzip\r$/im)
    expect(head).toMatch(/^vary: accept-encoding\r$/im)
    expect(body.length).toBeLessThan(1000)
    // Chunked: the first one is all of it.
    const [length = ''] = body.split('\r\n')
    expect(gunzipSync(Buffer.from(body.slice(length.length + 2), 'latin1').subarray(0, Number.parseInt(length, 16))).toString()).toMatch(/^text /)
  })

  it('keeps its connections to the app', async () => {
    for (let index = 0; index < 20; index++)
      await ask('/')
    expect(requests).toHaveLength(20)
    expect(connections).toBeLessThanOrEqual(1)
  })

  it('takes a head of 12 KB, as cookies may make it', async () => {
    expect((await ask('/', { 'X-Bytes': '12000' })).status).toBe(200)
  })

  it('sends who comes by http to https, with the path and query as they are', async () => {
    const { status, head } = await ask('/a%2Fb?c=%E4%BC%9A', {}, nginx.plainUrl)
    expect(status).toBe(301)
    expect(head).toMatch(/^location: https:\/\/m\.example\.com\/a%2Fb\?c=%E4%BC%9A\r$/im)
  })

  it('shows no metrics', async () => {
    expect((await ask('/metrics')).status).toBe(404)
    expect(requests).toEqual([])
  })

  it('logs requests without their queries', async () => {
    await ask('/api/wx/callback?code=canary&state=canary')
    await ask('/api/wx/callback?code=canary', {}, nginx.plainUrl)
    await expect.poll(async () => (await nginx.readLog()).match(/\/api\/wx\/callback/g)).toHaveLength(2)
    expect(await nginx.readLog()).not.toContain('canary')
  })
})
