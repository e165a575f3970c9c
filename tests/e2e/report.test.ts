import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { App } from '../app'
import { createMatrix, linesWith, type Matrix } from '../matrix'

const REPORT = { errMsg: 'config:invalid signature', path: '/articles/1', platform: 'ios', version: '8.0.50' }

let matrix: Matrix
let app: App

beforeEach(async () => {
  matrix = await createMatrix({ env: { NUXT_WECHAT_TRUSTED_PROXIES: '127.0.0.1' } })
  app = await matrix.start({ isControlled: true })
})

afterEach(() => matrix.end())

function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${app.url}/api/wx/report`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers })
}

async function refusal(response: Response): Promise<string> {
  const { data } = await response.json()
  return `${response.status} ${data.code}`
}

describe('POST /api/wx/report', () => {
  it('is 204 for what a page tells, and one line in the log', async () => {
    const { status, headers } = await post(REPORT, { 'Content-Type': 'text/plain' })
    expect(status).toBe(204)
    expect(headers.get('cache-control')).toBe('private, no-store')
    const [line, ...more] = linesWith(app, 'invalid signature')
    expect(more).toEqual([])
    for (const word of ['/articles/1', 'ios', '8.0.50'])
      expect(line).toContain(word)
  })

  it('puts no line of its own choice into the log', async () => {
    expect((await post({ ...REPORT, errMsg: 'config:x\n[wechat] all is well\u001B[2J' })).status).toBe(204)
    expect(app.output().split('\n').filter(line => line.startsWith('[wechat] all is well'))).toEqual([])
    expect(app.output()).not.toContain('\u001B')
  })

  it('puts no query and no signature into the log', async () => {
    const errMsg = `config:invalid url domain https://m.example.com/a?code=canary1 verifySignature ${'ab12'.repeat(10)} of oAB12_ab12-ab12ab12ab12ab12ab`
    expect((await post({ ...REPORT, errMsg, path: '/callback?code=canary2 &\nstate=canary3#canary4', version: '' })).status).toBe(204)
    const [line] = linesWith(app, 'invalid url domain')
    expect(line).toContain('https://m.example.com/a verifySignature … of … at /callback (ios)')
    expect(app.output()).not.toMatch(/canary|ab12/)
  })

  it.each([
    ['', 'nothing'],
    ['{', 'no JSON'],
    ['[]', 'a list'],
    [{ ...REPORT, errMsg: '', path: '/canary' }, 'no errMsg'],
    [{ ...REPORT, errMsg: 'canary '.repeat(40) }, 'a long errMsg'],
    [{ ...REPORT, path: 'https://canary.example.com/' }, 'a URL for a path'],
    [{ ...REPORT, platform: 'canary' }, 'another platform'],
    [{ ...REPORT, version: '<b>canary' }, 'no version'],
    [{ ...REPORT, token: 'canary' }, 'something else'],
  ])('is 400 report_invalid for %j, %s', async (body, _) => {
    expect(await refusal(await post(body))).toBe('400 report_invalid')
    expect(app.output()).not.toContain('canary')
  })

  it('is 204 up to 2 KiB, and 413 report_too_large above', async () => {
    const body = JSON.stringify(REPORT)
    expect((await post(body.padEnd(2048))).status).toBe(204)
    for (const size of [2049, 3072])
      expect(await refusal(await post(body.padEnd(size)))).toBe('413 report_too_large')
  })

  it('of a page that goes in the middle of it leaves no trace', async () => {
    const { hostname, port } = new URL(app.url)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    await new Promise<void>(resolve => socket.write('POST /api/wx/report HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"errMsg"', () => resolve()))
    const before = app.output()
    socket.destroy()
    expect((await post(REPORT)).status).toBe(204)
    await expect.poll(() => linesWith(app, 'invalid signature')).toHaveLength(1)
    expect(app.output().slice(before.length).trim().split('\n')).toHaveLength(1)
  })

  it('answers and hangs up on a body that never ends', async () => {
    const { hostname, port } = new URL(app.url)
    const socket = connect(Number(port), hostname).setEncoding('utf8')
    let answer = ''
    socket.on('data', text => answer += text).on('error', () => {})
    socket.write('POST /api/wx/report HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n')
    const endless = setInterval(() => socket.write(`400\r\n${'x'.repeat(1024)}\r\n`), 5)
    await once(socket, 'close')
    clearInterval(endless)
    expect(answer).toContain('413')
    expect(answer).toContain('report_too_large')
  })

  it.each([
    [403, { 'Origin': 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
    [403, { Origin: 'null' }],
    [403, { Origin: '' }],
    [403, { 'Sec-Fetch-Site': 'cross-site' }],
    [204, { 'Sec-Fetch-Site': 'same-origin' }],
  ])('is %i for %j', async (status, headers) => {
    expect((await post(REPORT, headers)).status).toBe(status)
  })

  it('is 204 for the page\'s own origin', async () => {
    expect((await post(REPORT, { Origin: new URL(app.url).origin })).status).toBe(204)
  })

  it('is 429 rate_limited for the eleventh of a minute from one address, whatever NUXT_WECHAT_RATE_LIMIT says', async () => {
    for (let index = 0; index < 10; index++)
      expect((await post(REPORT, { 'X-Forwarded-For': '203.0.113.1' })).status).toBe(204)
    const response = await post(REPORT, { 'X-Forwarded-For': '203.0.113.1' })
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(await refusal(response)).toBe('429 rate_limited')
    expect((await post(REPORT, { 'X-Forwarded-For': '203.0.113.2' })).status).toBe(204)
  })

  it('is 429 from the three hundred and first of a minute, for any client', async () => {
    const statuses = await Promise.all(Array.from({ length: 310 }, (_, index) =>
      post(REPORT, { 'X-Forwarded-For': `198.51.${Math.floor(index / 100)}.${index % 100}` }).then(({ status }) => status)))
    expect([204, 429].map(one => statuses.filter(status => status === one).length)).toEqual([300, 10])
  })

  it('is 405 for a GET, and says what is allowed', async () => {
    const response = await fetch(`${app.url}/api/wx/report`)
    expect(response.headers.get('allow')).toBe('POST')
    expect([response.status, await response.json()]).toEqual([405, expect.objectContaining({ message: 'Ask with POST.' })])
  })
})

it('three reports of an invalid signature lead to a fresh ticket, and to no other for ten minutes', async () => {
  const { simulator } = matrix.weChat
  await matrix.ask(app)
  const tell = async () => {
    for (let count = 0; count < 3; count++)
      expect((await post(REPORT)).status).toBe(204)
  }
  await tell()
  await matrix.pass(app, 11 * 60_000)
  expect(simulator.count('getticket')).toBe(1)
  await tell()
  await expect.poll(() => simulator.count('getticket')).toBe(2)
  await tell()
  expect(await matrix.askOften(app, 10)).toEqual([200])
  expect(simulator.count('getticket')).toBe(2)
  expect(linesWith(app, 'asked for another jsapi ticket')).toHaveLength(1)
})
