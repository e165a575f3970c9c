import WechatApi from 'co-wechat-api'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { JSSDK, Store } from 'wechat-jssdk'
import { type StandaloneSimulator, startSimulator } from '../../simulator/standalone'

/** What the simulator prints, as another program is told it. */
interface Account {
  apiBase: string
  appId: string
  appSecret: string
}

interface Signed {
  appId: string
  timestamp: string
  nonceStr: string
  signature: string
}

interface Sdk {
  fetchTicket(): Promise<string>
  sign(url: string): Promise<Signed>
}

function useCoWechatApi({ apiBase, appId, appSecret }: Account): Sdk {
  const api = new WechatApi(appId, appSecret)
  api.prefix = `${apiBase}/cgi-bin/`
  return {
    fetchTicket: async () => (await api.getLatestTicket()).ticket,
    sign: url => api.getJsConfig({ url, jsApiList: ['updateAppMessageShareData'] }),
  }
}

function useWechatJssdk({ apiBase, appId, appSecret }: Account): Sdk {
  const jssdk = new JSSDK({
    appId,
    appSecret,
    accessTokenUrl: `${apiBase}/cgi-bin/token`,
    ticketUrl: `${apiBase}/cgi-bin/ticket/getticket`,
    store: new Store(),
  })
  return {
    fetchTicket: async () => (await jssdk.prepareGlobalToken()).jsapi_ticket,
    sign: url => jssdk.getSignature(url),
  }
}

const PAGE = 'https://m.example.com/articles/42?from=timeline&q=%E5%BE%AE%E4%BF%A1'

let simulator: StandaloneSimulator
let account: Account

beforeEach(async () => {
  // wechat-jssdk starts intervals that nothing ends.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  simulator = await startSimulator()
  const { url: apiBase, simulator: { appId, appSecret } } = simulator
  account = { apiBase, appId, appSecret }
})

afterEach(async () => {
  await simulator.close()
  vi.useRealTimers()
})

async function post(path: string, body: object): Promise<unknown> {
  return (await fetch(simulator.url + path, { method: 'POST', body: JSON.stringify(body) })).json()
}

/** What WeChat's client says to a configuration of the page. */
function verify(url: string, { appId, timestamp, nonceStr, signature }: Signed): Promise<unknown> {
  return post('/client/verify', { url, verifyAppId: appId, verifyTimestamp: timestamp, verifyNonceStr: nonceStr, verifySignature: signature })
}

describe.each([
  { name: 'co-wechat-api', useSdk: useCoWechatApi, failure: (code: number, message: string) => ({ name: 'WeChatAPIError', code, message }) },
  { name: 'wechat-jssdk', useSdk: useWechatJssdk, failure: (errcode: number, errmsg: string) => ({ errcode, errmsg }) },
])('$name on the simulator', ({ useSdk, failure }) => {
  it('gets a token and with it a ticket', async () => {
    expect(await useSdk(account).fetchTicket()).toMatch(/^.{40,}$/)
    expect(simulator.simulator.calls.map(({ endpoint, answer }) => [endpoint, answer?.errcode ?? 0])).toEqual([['token', 0], ['getticket', 0]])
  })

  it('signs pages as the client accepts it, with one token and one ticket for all', async () => {
    const sdk = useSdk(account)
    for (const url of [PAGE, 'https://m.example.com/'])
      expect(await verify(url, await sdk.sign(url))).toEqual({ ok: true })
    expect(simulator.simulator.count()).toBe(2)
  })

  it('is told by the client that it signed another page', async () => {
    const signed = await useSdk(account).sign('https://m.example.com/')
    expect(await verify(PAGE, signed)).toMatchObject({ ok: false, err_msg: 'invalid signature' })
  })

  it.each([
    ['the caller\'s address is not on the whitelist', 40164, 'token'],
    ['the secret is wrong', 40125, 'token'],
    ['the day\'s calls are used up', 45009, 'getticket'],
    ['the account lacks the permission', 48001, 'getticket'],
  ])('fails with WeChat\'s errcode when %s (%i)', async (_, errcode, endpoint) => {
    await post('/control/fault', { endpoint, fault: { kind: 'errcode', errcode } })
    await expect(useSdk(account).sign(PAGE)).rejects.toMatchObject(failure(errcode, expect.stringMatching(/./)))
  })

  it('fails with 40164 and its own address where the account lets other servers in only', async () => {
    await post('/control/settings', { allowedIps: ['203.0.113.7'] })
    await expect(useSdk(account).sign(PAGE)).rejects.toMatchObject(failure(40164, expect.stringMatching(/^invalid ip 127\.0\.0\.1 .*not in whitelist/)))
  })
})
