import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createDownloadMedia } from '../../../server/wechat/account/media'
import { createWechatClient } from '../../../server/wechat/api/client'

const closes: (() => void)[] = []
afterEach(() => closes.splice(0).forEach(close => close()))

/** WeChat's API that answers so; and how many of its answers are still being sent. */
async function createWorld(listener: RequestListener) {
  let open = 0
  let asked = 0
  const server = createServer((request, response) => {
    asked++
    open++
    response.on('close', () => open--)
    listener(request, response)
  }).listen(0, '127.0.0.1')
  closes.push(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server, 'listening')
  // What `listen` of a TCP server gives.
  const { port } = server.address() as AddressInfo
  const client = createWechatClient({ apiBase: `http://127.0.0.1:${port}`, timeoutMs: 1000 })
  return { download: createDownloadMedia(client, run => run('canary-token')), open: () => open, asked: () => asked }
}

const file = (type: string, name: string) => ({ 'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}"` })

async function read(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of stream)
    pieces.push(piece)
  return Buffer.concat(pieces)
}

describe('a file that a user sent through WeChat', () => {
  it('comes as WeChat sends it, with type, name and size', async () => {
    const bytes = Buffer.from([0xFF, 0xD8, 0, 1, 2, 0xFF])
    const { download } = await createWorld((request, response) => {
      expect(request.url).toBe('/cgi-bin/media/get?access_token=canary-token&media_id=abc_-1')
      response.writeHead(200, { ...file('image/jpeg', 'a.jpg'), 'Content-Length': bytes.length }).end(bytes)
    })
    const { stream, ...rest } = await download('abc_-1')
    expect(rest).toEqual({ type: 'image/jpeg', name: 'a.jpg', size: 6 })
    expect(await read(stream)).toEqual(bytes)
  })

  it.each([
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename=voice.amr', 'voice.amr'],
    ['attachment', 'id'],
    ['attachment; filename=""', 'id'],
  ])('with %s is called %s', async (disposition, name) => {
    const { download } = await createWorld((_, response) => void response.writeHead(200, { 'Content-Disposition': disposition }).end('x'))
    expect((await download('id')).name).toBe(name)
  })

  it.each<[string, string, RequestListener]>([
    ['media_invalid', 'does not know it or has deleted it', (_, response) => response.writeHead(200, { 'Content-Type': 'text/plain' }).end('{"errcode":40007,"errmsg":"invalid media_id canary"}')],
    ['media_is_video', 'has a video', (_, response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"video_url":"http://canary/"}')],
    ['wechat_bad_response', 'answers a page', (_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>canary</html>')],
    ['wechat_bad_response', 'answers other JSON', (_, response) => response.writeHead(200).end('{"a":1}')],
    ['wechat_bad_response', 'answers nothing', (_, response) => response.writeHead(200).end()],
    ['wechat_bad_response', 'answers a redirect', (_, response) => response.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end()],
    ['wechat_bad_response', 'fails', (_, response) => response.writeHead(502).end()],
    ['media_too_large', 'announces more than the limit', (_, response) => response.writeHead(200, { ...file('image/png', 'a.png'), 'Content-Length': 40_000_000 }).write('x')],
    ['wechat_timeout', 'does not answer', () => {}],
    ['wechat_unreachable', 'hangs up', request => request.socket.destroy()],
  ])('is %s where WeChat %s, and no transfer stays open', async (code, _what, listener) => {
    const { download, open } = await createWorld(listener)
    const error: unknown = await download('id').catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'WechatError', code })
    expect(JSON.stringify([error, String(error)])).not.toContain('canary')
    await expect.poll(open).toBe(0)
  })

  it.each([undefined, '', 'a b', '../x', 'a&access_token=b', 'x'.repeat(600), ['a'], 7])('is refused as media_invalid without a call for the id %j', async (mediaId) => {
    const { download, asked } = await createWorld((_, response) => void response.end())
    // A browser may send anything.
    await expect(download(mediaId as string)).rejects.toMatchObject({ code: 'media_invalid' })
    expect(asked()).toBe(0)
  })

  it('of 40 MB without a length ends at the limit, and only as much is in memory as is being read', async () => {
    const piece = Buffer.alloc(1_000_000)
    let sent = 0
    const { download, open } = await createWorld((_, response) => {
      response.writeHead(200, file('video/mp4', 'a.mp4'))
      const send = () => {
        while (sent < 40 && response.write(piece))
          sent++
        if (sent < 40)
          response.once('drain', send)
      }
      send()
    })
    const { stream, size } = await download('id', { maxBytes: 20_000_000 })
    expect(size).toBeUndefined()
    // Nothing is read yet: WeChat has to wait.
    expect(sent).toBeLessThan(20)
    await expect(read(stream)).rejects.toMatchObject({ code: 'media_too_large' })
    expect(sent).toBeLessThan(40)
    await expect.poll(open).toBe(0)
  })

  it('that stops midway fails, and so does one that ends early', async () => {
    const { download } = await createWorld((request, response) => {
      response.writeHead(200, { ...file('image/png', 'a.png'), 'Content-Length': 10 }).write('12345')
      if (request.url?.endsWith('cut'))
        setImmediate(() => response.destroy())
    })
    await expect(download('stop').then(({ stream }) => read(stream))).rejects.toMatchObject({ code: 'wechat_timeout' })
    await expect(download('cut').then(({ stream }) => read(stream))).rejects.toMatchObject({ code: 'wechat_unreachable' })
  })

  it('that the caller leaves ends the transfer', async () => {
    const { download, open } = await createWorld((_, response) => {
      response.writeHead(200, file('image/png', 'a.png')).write('12345')
    })
    const { stream } = await download('id')
    const reader = stream.getReader()
    await reader.read()
    await reader.cancel()
    await expect.poll(open).toBe(0)
  })
})
