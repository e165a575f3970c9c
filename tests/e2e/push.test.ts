import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decryptMessage, encryptMessage } from '../../server/wechat/push/cipher'
import { readFields } from '../../server/wechat/push/fields'
import { startApp, type App } from '../app'

const TOKEN = 'pushToken123'
const account = { appId: 'wx1234567890abcdef', aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' }
let app: App
let encrypting: App

beforeAll(async () => {
  const env = { NUXT_WECHAT_PUSH_TOKEN: TOKEN, NUXT_WECHAT_RATE_LIMIT: '5' }
  app = await startApp({ env })
  encrypting = await startApp({ env: {
    ...env,
    NUXT_WECHAT_APP_ID: account.appId,
    NUXT_WECHAT_APP_SECRET: 'canarycanarycanarycanarycanary99',
    NUXT_WECHAT_API_BASE: 'http://127.0.0.1:1',
    NUXT_WECHAT_PUSH_AES_KEY: account.aesKey,
  } })
})

afterAll(() => Promise.all([app.stop(), encrypting.stop()]))

const sign = (...parts: string[]) => createHash('sha1').update(parts.sort().join('')).digest('hex')

/** The query of a push at a time, in seconds. */
function toQuery({ token = TOKEN, seconds = Math.floor(Date.now() / 1000), encrypted = '' } = {}): string {
  const timestamp = String(seconds)
  return String(new URLSearchParams({ timestamp, nonce: '486452656', signature: sign(token, timestamp, '486452656'), encrypt_type: 'aes', msg_signature: sign(token, timestamp, '486452656', encrypted) }))
}

const toXml = (content: string) => `<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content></xml>`
const toEncryptedXml = (encrypted: string) => `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`

async function push(body: string, { url = app.url, query = toQuery(), headers = {} }: { url?: string, query?: string, headers?: Record<string, string> } = {}) {
  const response = await fetch(`${url}/api/wx/push?${query}`, { method: 'POST', body, headers: { 'Content-Type': 'text/xml', ...headers } })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

/** The lines that a push leaves in the log. */
async function logOf(action: () => Promise<unknown>, of = app): Promise<string[]> {
  const before = of.output().length
  await action()
  return of.output().slice(before).split('\n').filter(Boolean)
}

describe('the check of the message push', () => {
  const check = async (query: string, url = app.url) => {
    const response = await fetch(`${url}/api/wx/push?${query}`)
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
  }
  const signature = (token: string) => sign(token, '1414587457', 'nonce')

  it.each(['plain', 'encrypted'])('echoes echostr as text to WeChat, in the %s mode', async (mode) => {
    const { status, type, text } = await check(`signature=${signature(TOKEN)}&timestamp=1414587457&nonce=nonce&echostr=%3Cb%3E123`, mode === 'plain' ? app.url : encrypting.url)
    expect([status, text]).toEqual([200, '<b>123'])
    expect(type).toMatch(/^text\/plain/)
  })

  it.each([
    ['no signature', 'timestamp=1414587457&nonce=nonce&echostr=1'],
    ['another token\'s signature', `signature=${signature('other')}&timestamp=1414587457&nonce=nonce&echostr=1`],
    ['another nonce', `signature=${signature(TOKEN)}&timestamp=1414587457&nonce=other&echostr=1`],
    ['two signatures', `signature=${signature(TOKEN)}&signature=x&timestamp=1414587457&nonce=nonce&echostr=1`],
    ['nothing', ''],
  ])('refuses %s', async (_, query) => {
    const { status, text } = await check(query)
    expect(status).toBe(403)
    expect(text).not.toBe('1')
  })

  it('refuses everybody where no token is configured', async () => {
    const bare = await startApp()
    expect((await check(`signature=${signature('')}&timestamp=1414587457&nonce=nonce&echostr=1`, bare.url)).status).toBe(403)
    expect((await push(toXml('echo'), { url: bare.url, query: toQuery({ token: '' }) })).status).toBe(403)
    await bare.stop()
  })
})

describe('a message', () => {
  it('is answered with what the app\'s listener returns', async () => {
    const { status, type, text } = await push(toXml('echo'))
    expect([status, text]).toEqual([200, `<xml><path>/api/wx/push</path>${toXml('echo')}</xml>`])
    expect(type).toMatch(/^text\/xml/)
  })

  it('without a reply is answered with success', async () => {
    expect(await push(toXml('nothing'))).toEqual({ status: 200, type: 'text/plain; charset=utf-8', text: 'success' })
  })

  it('whose listener throws is answered with success, and leaves one line', async () => {
    const lines = await logOf(async () => expect(await push(toXml('throw'))).toMatchObject({ status: 200, text: 'success' }))
    expect(lines).toEqual([expect.stringContaining('wechat:message: The listener fails.')])
  })

  it('whose listener never returns is answered with success, and leaves one line', async () => {
    const lines = await logOf(async () => expect(await push(toXml('wait'))).toMatchObject({ status: 200, text: 'success' }))
    expect(lines).toEqual([expect.stringContaining('no reply within 4 s')])
  })

  it.each([
    ['with another token\'s signature', () => toQuery({ token: 'other' })],
    ['sent more than five minutes ago', () => toQuery({ seconds: Math.floor(Date.now() / 1000) - 310 })],
    ['without a query', () => ''],
  ])('%s is refused with 403', async (_, query) => {
    expect(await push(toXml('echo'), { query: query() })).toMatchObject({ status: 403, text: expect.not.stringContaining('<xml>') })
  })

  it.each(['application/json', 'application/x-www-form-urlencoded', 'text/xmlish', ''])('declared as %j is refused with 415', async (type) => {
    expect((await push(toXml('echo'), { headers: { 'Content-Type': type } })).status).toBe(415)
  })

  it('declared with a charset is taken', async () => {
    expect((await push(toXml('echo'), { headers: { 'Content-Type': 'text/xml;charset=UTF-8' } })).status).toBe(200)
  })

  it('of 64 KiB is taken, and of a byte more refused with 413', async () => {
    const body = toXml('echo')
    const pad = (bytes: number) => body + ' '.repeat(bytes - body.length)
    expect((await push(pad(65536))).status).toBe(200)
    expect((await push(pad(65537))).status).toBe(413)
  })

  it('counts for no rate limit: WeChat\'s servers are few', async () => {
    const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await push(toXml('nothing'))).status))
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

  it('by another method is 405', async () => {
    const response = await fetch(`${app.url}/api/wx/push?${toQuery()}`, { method: 'PUT', body: '' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
  })

  it('that is encrypted, where no key is set, is 503, and a line says which variable is missing', async () => {
    const lines = await logOf(async () => expect((await push(toEncryptedXml('AAAA'))).status).toBe(503))
    expect(lines).toEqual([expect.stringContaining('NUXT_WECHAT_PUSH_AES_KEY')])
  })

  it('of the compatible mode, where no key is set, is read in the clear', async () => {
    expect(await push(toXml('echo').replace('</xml>', '<Encrypt>AAAA</Encrypt></xml>'))).toMatchObject({ status: 200, text: expect.stringContaining('<path>') })
  })
})

describe('an encrypted message', () => {
  it('is decrypted for the listener, and the reply is encrypted and signed', async () => {
    const encrypted = encryptMessage(toXml('echo'), account)
    const { status, text } = await push(toEncryptedXml(encrypted), { url: encrypting.url, query: toQuery({ encrypted }) })
    expect(status).toBe(200)
    const { Encrypt = '', MsgSignature, TimeStamp = '', Nonce = '' } = readFields(text)
    expect(decryptMessage(Encrypt, account)).toBe(`<xml><path>/api/wx/push</path>${toXml('echo')}</xml>`)
    expect(MsgSignature).toBe(sign(TOKEN, TimeStamp, Nonce, Encrypt))
  })

  it('without a reply is answered with success in the clear, as WeChat takes it', async () => {
    const encrypted = encryptMessage(toXml('nothing'), account)
    expect(await push(toEncryptedXml(encrypted), { url: encrypting.url, query: toQuery({ encrypted }) })).toMatchObject({ status: 200, text: 'success' })
  })

  it('for another account, with another\'s signature, or in the clear, is refused with 403', async () => {
    const refuse = async (encrypted: string, query = toQuery({ encrypted }), body = toEncryptedXml(encrypted)) =>
      expect((await push(body, { url: encrypting.url, query })).status).toBe(403)
    await refuse(encryptMessage(toXml('echo'), { ...account, appId: 'wx0000000000000000' }))
    await refuse(encryptMessage(toXml('echo'), account), toQuery({ encrypted: 'another' }))
    await refuse('', toQuery(), toXml('echo'))
  })
})
