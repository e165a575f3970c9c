import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { status, useAppInWechat } from './app-in-wechat'
import { readSdkScript } from './sdk-script'

const app = useAppInWechat()

/** A proxy in front of the app that adds a header, as nginx does. */
async function startProxy(headers: Record<string, string>) {
  const server = createServer((req, res) => {
    const passed = request(app.url, { path: req.url, method: req.method, headers: req.headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...headers })
      answer.pipe(res)
    })
    req.pipe(passed)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A TCP server's address is an AddressInfo; only pipes have a string.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close().closeAllConnections() }
}

it('with the Content-Security-Policy of the docs pages load the JS-SDK, are configured and hold their card', async () => {
  const text = await readFile(fileURLToPath(new URL('../../docs/security-headers.md', import.meta.url)), 'utf8')
  const [, policy = ''] = /add_header Content-Security-Policy "([^"]+)"/.exec(text) ?? []
  // The stand-in for WeChat's client asks the simulator, which is another origin here.
  const allowed = policy.replace('connect-src \'self\'', 'connect-src \'self\' http://127.0.0.1:*')
  expect(allowed).not.toBe(policy)
  const proxy = await startProxy({ 'content-security-policy': allowed })
  const sdk = await readSdkScript()
  const refused: string[] = []
  const asked: string[] = []
  const { page, client } = await app.open('/', {
    platform: 'android',
    prepare: async ({ context, page }) => {
      await context.route('https://res.wx.qq.com/**', route => route.fulfill({ contentType: 'text/javascript', body: sdk }))
      page.on('console', message => /Content.Security.Policy/i.test(message.text()) && refused.push(message.text()))
      context.on('request', one => void asked.push(one.url()))
    },
  })
  asked.length = 0
  await page.goto(`${proxy.url}/articles`)
  await status(page, 'set').waitFor()
  expect((await client.cards()).chat?.link).toBe(page.url())
  expect(asked).toContain('https://res.wx.qq.com/open/js/jweixin-1.6.0.js')
  expect(refused).toEqual([])
  proxy.close()
})
