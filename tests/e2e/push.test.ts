import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send, startApp, type App } from '../app'

const TOKEN = 'pushToken123'
let app: App

beforeAll(async () => {
  app = await startApp({ env: { NUXT_WECHAT_PUSH_TOKEN: TOKEN } })
})

afterAll(() => app.stop())

const sign = (token: string) => createHash('sha1').update([token, '1414587457', 'nonce'].sort().join('')).digest('hex')
const ask = (query: string, url = app.url) => send(url, `/api/wx/push?${query}`)

describe('the check of the message push', () => {
  it('echoes echostr as text to WeChat', async () => {
    const { status, headers, text } = await ask(`signature=${sign(TOKEN)}&timestamp=1414587457&nonce=nonce&echostr=%3Cb%3E123`)
    expect([status, text]).toEqual([200, '<b>123'])
    expect(headers['content-type']).toMatch(/^text\/plain/)
  })

  it.each([
    ['no signature', 'timestamp=1414587457&nonce=nonce&echostr=1'],
    ['another token\'s signature', `signature=${sign('other')}&timestamp=1414587457&nonce=nonce&echostr=1`],
    ['another nonce', `signature=${sign(TOKEN)}&timestamp=1414587457&nonce=other&echostr=1`],
    ['two signatures', `signature=${sign(TOKEN)}&signature=x&timestamp=1414587457&nonce=nonce&echostr=1`],
    ['nothing', ''],
  ])('refuses %s', async (_, query) => {
    const { status, text } = await ask(query)
    expect(status).toBe(403)
    expect(text).not.toBe('1')
  })

  it('refuses everybody where no token is configured', async () => {
    const bare = await startApp()
    expect((await ask(`signature=${sign('')}&timestamp=1414587457&nonce=nonce&echostr=1`, bare.url)).status).toBe(403)
    await bare.stop()
  })
})
