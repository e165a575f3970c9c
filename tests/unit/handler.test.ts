import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp, createError, createRouter, defineEventHandler, toNodeListener, type EventHandler } from 'h3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/** The runtime config of an app that extends the layer. */
const runtimeConfig = {
  session: { password: 'password-password-password-pass32' },
  wechat: {
    siteOrigin: 'https://m.example.com', tokenEndpoint: 'stable', storage: 'memory', rateLimit: '0', shutdownDelay: '1', signHtml: 'true',
    apiBase: 'https://api.weixin.qq.com', openBase: 'https://open.weixin.qq.com',
  },
}

// Nitro itself, which is there in a built app alone.
vi.mock('nitropack/runtime', () => ({ useRuntimeConfig: () => runtimeConfig }))

let lines: { event: string, message: string }[]
let end: (() => void) | undefined

beforeEach(() => {
  vi.resetModules()
  lines = []
  // The log keeps the console of its start.
  vi.spyOn(console, 'error').mockImplementation(line => void lines.push(JSON.parse(line)))
})

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  end?.()
})

const load = () => import('../../server/utils/wechat')

/** What a server of this one handler answers. */
async function ask(handler: EventHandler, query = ''): Promise<[status: number, body: unknown]> {
  const app = createApp({ onError: () => {} }).use(createRouter().use('/orders', handler))
  const server = createServer(toNodeListener(app)).listen(0, '127.0.0.1')
  end = () => server.close()
  await once(server, 'listening')
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/orders${query}`)
  return [response.status, await response.json()]
}

const PAGES = 'https://github.com/nuxt-wechat/nuxt-wechat/blob/main/docs/errors'
const message = 'No user is signed in: go to /api/wx/login.'
const signedOut = { code: 'signed_out', hint: `${message} ${PAGES}/signed_out.md` }

describe('requireWechatUser without a user', () => {
  it('answers 401 signed_out in a plain handler', async () => {
    const { requireWechatUser } = await load()
    expect(await ask(defineEventHandler(requireWechatUser))).toMatchObject([401, { statusCode: 401, statusMessage: 'Unauthorized', data: signedOut }])
  })

  it('answers the same in a defineWechatHandler', async () => {
    const { defineWechatHandler, requireWechatUser } = await load()
    expect(await ask(defineWechatHandler('GET', requireWechatUser)))
      .toEqual([401, { error: true, statusCode: 401, statusMessage: 'Unauthorized', message, data: signedOut }])
  })

  it('is not needed for a page that greets a user if there is one', async () => {
    const { getWechatUser } = await load()
    expect(await ask(defineEventHandler(async event => ({ user: await getWechatUser(event) ?? null })))).toEqual([200, { user: null }])
  })
})

describe('a wrong variable in an app that extends the layer', () => {
  it('is one line in the log, the hint of every answer, and no end of the process', async () => {
    vi.stubEnv('NUXT_WECHAT_APPID', 'wxcanary12345678')
    const { defineWechatHandler, getWechatUser, requireWechatUser, useWechat } = await load()
    const hint = 'Unknown variable NUXT_WECHAT_APPID. Did you mean NUXT_WECHAT_APP_ID?'
    const refusal = [503, { statusCode: 503, data: { code: 'wechat_not_configured', hint: `${hint} ${PAGES}/wechat_not_configured.md` } }]
    expect(await ask(defineWechatHandler('GET', () => useWechat().signPage('https://m.example.com/')))).toMatchObject(refusal)
    expect(await ask(defineWechatHandler('GET', () => useWechat().health()))).toMatchObject(refusal)
    expect(await ask(defineEventHandler(requireWechatUser))).toMatchObject(refusal)
    expect(await ask(defineEventHandler(async event => ({ user: await getWechatUser(event) ?? null })))).toEqual([200, { user: null }])
    expect(lines).toMatchObject([{ event: 'configuration_invalid', message: hint }])
  })
})

describe('a handler that fails', () => {
  it.each([
    ['without a number of WeChat\'s: that of its code', 'wechat_timeout', undefined, 'wechat_timeout'],
    ['with one: that of the number', 'wechat_busy', -1, '-1'],
    ['with one that means something else at this call: that of its code', 'wechat_secret_invalid', 40001, 'wechat_secret_invalid'],
    ['with one that has no page: that of its code', 'wechat_error', 99999, 'wechat_error'],
  ] as const)('with a WechatError answers its status, code and hint, and the page that explains it, %s', async (_which, code, errcode, page) => {
    const { defineWechatHandler } = await load()
    const { WechatError } = await import('../../server/wechat')
    const handler = defineWechatHandler('GET', () => {
      throw new WechatError(code, 'Wait.', { errcode })
    })
    expect(await ask(handler)).toMatchObject([expect.any(Number), { message: 'Wait.', data: { code, hint: `Wait. ${PAGES}/${page}.md`, ...errcode !== undefined && { errcode } } }])
  })

  it('unexpectedly answers a plain 500, and is one line of the log without the query', async () => {
    const { defineWechatHandler } = await load()
    const handler = defineWechatHandler('GET', () => {
      throw new TypeError('Broken at /orders?code=canary')
    })
    expect(await ask(handler, '?code=canary')).toEqual([500, { error: true, statusCode: 500, statusMessage: 'Internal Server Error', message: 'Server Error' }])
    expect(lines).toMatchObject([{ event: 'unhandled_error', path: '/orders', message: 'Unhandled error at GET /orders: Broken at /orders?…' }])
    expect(JSON.stringify(lines)).not.toContain('canary')
  })

  it('with an error that was made for an answer leaves it to the app', async () => {
    const { defineWechatHandler } = await load()
    const handler = defineWechatHandler('GET', () => {
      throw createError({ statusCode: 404, message: 'No such order.' })
    })
    expect(await ask(handler)).toMatchObject([404, { statusCode: 404 }])
    expect(lines).toEqual([])
  })
})
