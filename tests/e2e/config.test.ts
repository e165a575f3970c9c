import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator, type StandaloneSimulator } from '../../simulator/standalone'
import { signJsapi } from '../../server/wechat/signing/signature'
import { send, startApp, type App } from '../app'

let weChat: StandaloneSimulator
let app: App

const env = () => ({
  NUXT_WECHAT_APP_ID: weChat.simulator.appId,
  NUXT_WECHAT_APP_SECRET: weChat.simulator.appSecret,
  NUXT_WECHAT_API_BASE: weChat.url,
})

beforeAll(async () => {
  weChat = await startSimulator()
  app = await startApp({ env: { ...env(), NUXT_WECHAT_JS_DOMAINS: 'example.com,192.168.1.5:3000' } })
})

afterAll(async () => {
  await app.stop()
  await weChat.close()
})

const encoded = (url: string) => `/api/wx/config?url=${encodeURIComponent(url)}`

/** The tickets that WeChat gave so far. */
function tickets(): string[] {
  return weChat.simulator.calls.flatMap(({ answer }) => answer && 'ticket' in answer ? [String(answer.ticket)] : [])
}

describe('a page of the site', () => {
  it.each([
    'https://example.com/',
    'https://m.example.com/articles/1?a=1+2&b=%E4%B8%AD%20&c=%2f',
    'http://192.168.1.5:3000/a?from=timeline&isappinstalled=0',
    'https://example.com/a|b^c\'"<>`{}[]?x=|^[]{}\\',
  ])('gets %s signed byte for byte', async (url) => {
    const { status, headers, text } = await send(app.url, encoded(url))
    expect(status).toBe(200)
    expect(headers['content-type']).toMatch(/^application\/json/)
    const config = JSON.parse(text)
    expect(config).toEqual({
      appId: weChat.simulator.appId,
      timestamp: expect.any(Number),
      nonceStr: expect.stringMatching(/^[\da-z]{16,}$/i),
      signature: expect.stringMatching(/^[\da-f]{40}$/),
      url,
    })
    expect(Math.abs(config.timestamp - Date.now() / 1000)).toBeLessThan(60)
    expect(tickets().map(jsapiTicket => signJsapi({ ...config, jsapiTicket }))).toContain(config.signature)
  })

  it('has its fragment cut', async () => {
    const { text } = await send(app.url, encoded('https://example.com/a#b#c'))
    expect(JSON.parse(text).url).toBe('https://example.com/a')
  })

  it('may ask with HEAD', async () => {
    const { status, text } = await send(app.url, encoded('https://example.com/'), { method: 'HEAD' })
    expect([status, text]).toEqual([200, ''])
  })
})

describe('a request is refused', () => {
  it.each([
    [400, 'url_missing', '/api/wx/config'],
    [400, 'url_missing', '/api/wx/config?'],
    [400, 'url_missing', '/api/wx/config?url='],
    [400, 'url_not_encoded', '/api/wx/config?url=https://example.com/?a=1&b=2'],
    [400, 'url_not_encoded', '/api/wx/config?url=https://example.com/%E4%B8%AD'],
    [400, 'url_invalid', '/api/wx/config?url=https%3A%2F%2Fexample.com%2F&url=https%3A%2F%2Fexample.com%2F'],
    [400, 'url_invalid', '/api/wx/config?url[]=https%3A%2F%2Fexample.com%2F'],
    [400, 'url_invalid', '/api/wx/config?url=%zz'],
    [400, 'url_invalid', '/api/wx/config?url=https%3A%2F%2Fexample.com%2F%C3%28'],
    [400, 'url_invalid', encoded('https://example.com/\u0007')],
    [400, 'url_invalid', encoded('https://example.com/a b')],
    [400, 'url_not_href', encoded('example.com/')],
    [400, 'url_not_href', encoded('ftp://example.com/')],
    [400, 'url_not_href', encoded('https://user:password@example.com/')],
    [400, 'url_not_href', encoded('https://EXAMPLE.com/')],
    [400, 'url_not_href', encoded('https://example.com:443/')],
    [400, 'url_not_href', encoded('https://example.com')],
    [400, 'url_not_href', encoded('https:\\\\example.com\\')],
    [400, 'url_not_href', encoded('https://ex%61mple.com/')],
    [400, 'url_not_href', encoded('http://3232235781:3000/')],
    [403, 'url_host_not_allowed', encoded('https://example.com.evil.net/')],
    [403, 'url_host_not_allowed', encoded('https://notexample.com/')],
    [403, 'url_host_not_allowed', encoded('https://example.com./')],
    [403, 'url_host_not_allowed', encoded('https://example.com:8443/')],
    [403, 'url_host_not_allowed', encoded('http://192.168.1.5/')],
    [414, 'url_too_long', encoded(`https://example.com/${'a'.repeat(4096)}`)],
  ])('with %i %s: %s', async (status, code, path) => {
    const answer = await send(app.url, path)
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.text)).toMatchObject({ statusCode: status, data: { code, hint: expect.any(String) } })
  })

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('with 405 for %s', async (method) => {
    const { status } = await send(app.url, encoded('https://example.com/'), { method })
    expect(status).toBe(405)
  })
})

it.each([
  ['a signature', encoded('https://example.com/'), 'GET'],
  ['a refusal', '/api/wx/config', 'GET'],
  ['another method', '/api/wx/config', 'POST'],
  ['no route', '/api/wx/nothing', 'GET'],
])('no answer may be cached, sniffed or read by other sites: %s', async (_, path, method) => {
  const { headers } = await send(app.url, path, { method, headers: { Origin: 'https://evil.example', Accept: 'text/html' } })
  expect(headers['cache-control']).toBe('private, no-store')
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(Object.keys(headers).filter(name => name.startsWith('access-control'))).toEqual([])
})

describe('where no JS safe domain is configured', () => {
  it('the request\'s own host is the one', async () => {
    const own = await startApp({ env: env() })
    const ask = (page: string, headers: Record<string, string>) => send(own.url, encoded(page), { headers }).then(({ status }) => status)
    expect(await ask('https://m.example.com/', { Host: 'm.example.com' })).toBe(200)
    expect(await ask(`${own.url}/a`, {})).toBe(200)
    expect(await ask('https://m.example.com/', { Host: 'www.example.com' })).toBe(403)
    expect(await ask('https://m.example.com/', { 'Host': 'www.example.com', 'X-Forwarded-Host': 'm.example.com' })).toBe(403)
    await own.stop()
  })

  it('X-Forwarded-Host counts where a trusted proxy sent it', async () => {
    const behind = await startApp({ env: { ...env(), NUXT_WECHAT_TRUSTED_PROXIES: '127.0.0.0/8' } })
    const { status } = await send(behind.url, encoded('https://m.example.com/'), { headers: { 'Host': '127.0.0.1', 'X-Forwarded-Host': 'm.example.com' } })
    expect(status).toBe(200)
    await behind.stop()
  })
})
