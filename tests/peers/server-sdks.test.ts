import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testUsers } from '../../simulator/api/oauth/test-users'
import { launchChromium, openWechat } from '../../simulator/playwright'
import { openPeer, type Offers, type Peer } from './peer'
import { type RunningSimulator, startCommand } from './simulator'

const [mei, panda] = testUsers
const PAGE = 'https://m.example.com/articles/42?from=timeline&q=%E5%BE%AE%E4%BF%A1'
const WRONG_SECRET = /40125|invalid appsecret/
const USED_CODE = /40163|code been used/

const ofTheAccount = ['fetchToken', 'fetchTicket', 'sign'] as const
const inWechat = ['authorizeUrl', 'signIn'] as const
const bothPages = [...inWechat, 'qrConnectUrl'] as const

/** What each is taken through. */
const peers: [name: string, offers: readonly (keyof Offers)[]][] = [
  ['co-wechat-api', [...ofTheAccount, 'fetchFollower']],
  ['wechat-jssdk', [...ofTheAccount, ...inWechat]],
  ['node-easywechat', [...ofTheAccount, ...bothPages]],
  ['co-wechat-oauth', bothPages],
  ['wechat-oauth', bothPages],
  ['nest-wechat', [...ofTheAccount, ...inWechat]],
  ['auth-core', bothPages],
  ['passport-weixin', bothPages],
  ['simple-oauth2', inWechat],
]

let simulator: RunningSimulator
let browser: Browser
/** The app's callback, whatever its path. */
let site: Server
let origin: string

beforeAll(async () => {
  simulator = await startCommand()
  browser = await launchChromium()
  site = createServer((_, res) => res.end('signed in')).listen(0, '127.0.0.1')
  await once(site, 'listening')
  // A TCP server's address is an AddressInfo; only pipes have a string.
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
})

afterAll(async () => {
  await browser.close()
  site.closeAllConnections()
  site.close()
  await simulator.stop()
})

/** What WeChat's client says to a configuration of the page. */
async function verify(signed: { timestamp: string | number, nonceStr: string, signature: string }): Promise<unknown> {
  const { timestamp: verifyTimestamp, nonceStr: verifyNonceStr, signature: verifySignature } = signed
  const body = JSON.stringify({ url: PAGE, verifyAppId: simulator.appId, verifyTimestamp, verifyNonceStr, verifySignature })
  return (await fetch(`${simulator.url}/client/verify`, { method: 'POST', body })).json()
}

/** A user opens the SDK's address, chooses an account, and allows it. The callback's address. */
async function allow(page: Page, authorizeUrl: string): Promise<string> {
  const { pathname, search, hash } = new URL(authorizeUrl)
  await page.goto(simulator.url + pathname + search + hash)
  await page.getByText(panda?.openid ?? '').click()
  await page.getByRole('button', { name: '允许' }).click()
  await page.waitForURL(url => url.origin === origin)
  return page.url()
}

async function openPage(kind: 'authorizeUrl' | 'qrConnectUrl') {
  if (kind === 'authorizeUrl')
    return openWechat(browser, { platform: 'android', simulator: simulator.url })
  const context = await browser.newContext({ locale: 'zh-CN' })
  return { context, page: await context.newPage() }
}

describe.each(peers)('%s', (name, offers) => {
  let peer: Peer
  let wrong: Peer

  beforeAll(async () => {
    const { url, appId, appSecret } = simulator
    peer = await openPeer(name, { appId, appSecret }, url)
    wrong = await openPeer(name, { appId, appSecret: 'f'.repeat(32) }, url)
  })

  afterAll(() => Promise.all([peer?.stop(), wrong?.stop()]))

  /** A test of what this SDK has. */
  const offering = (...names: (keyof Offers)[]) => (title: string, test: () => Promise<void>) => {
    if (names.every(one => offers.includes(one)))
      it(title, test)
  }

  offering('fetchToken')('gets a token and with it a ticket', async () => {
    expect(await peer.call('fetchToken')).toMatch(/^[\w-]{100,}$/)
    expect(await peer.call('fetchTicket')).toMatch(/^[\w-]{80,}$/)
  })

  offering('sign')('signs a page as an independent computation does, and as WeChat\'s client takes it', async () => {
    const ticket = await peer.call('fetchTicket')
    const signed = await peer.call('sign', PAGE)
    const text = `jsapi_ticket=${ticket}&noncestr=${signed.nonceStr}&timestamp=${signed.timestamp}&url=${PAGE}`
    expect(signed.signature).toBe(createHash('sha1').update(text).digest('hex'))
    expect(await verify(signed)).toMatchObject({ ok: true })
  })

  offering('fetchFollower')('asks whether a user follows the account', async () => {
    expect(await peer.call('fetchFollower', mei.openid)).toMatchObject({ subscribe: 1 })
    await expect(peer.call('fetchFollower', 'oNobody')).rejects.toThrow(/40003|invalid openid/)
  })

  offering('fetchToken')('hears that its secret is wrong, once', async () => {
    await expect(wrong.call('fetchToken')).rejects.toThrow(WRONG_SECRET)
  })

  for (const kind of ['authorizeUrl', 'qrConnectUrl'] as const) {
    offering(kind, 'signIn')(`signs a user in by its ${kind}, and hears of a used code and of a wrong secret`, async () => {
      const { context, page } = await openPage(kind)
      const callback = await allow(page, await peer.call(kind, origin))
      expect(new URL(callback).searchParams.has('state')).toBe(true)
      const user = await peer.call('signIn', callback)
      expect(user.nickname).toBe(panda?.nickname)
      // Auth.js keeps the unionid.
      if (name !== 'auth-core')
        expect(user.openid).toBe(panda?.openid)
      await expect(peer.call('signIn', callback)).rejects.toThrow(USED_CODE)
      await expect(wrong.call('signIn', await allow(page, await wrong.call(kind, origin)))).rejects.toThrow(WRONG_SECRET)
      await context.close()
    })
  }
})
