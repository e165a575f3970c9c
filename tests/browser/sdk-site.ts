import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll } from 'vitest'
import { sign } from '../../simulator/api/signature/signature'
import type { OpenWechatOptions } from '../../simulator/playwright'
import { type StandaloneSimulator, startSimulator } from '../../simulator/standalone'
import { readSdkScript, type SdkPackage } from './sdk-script'
import { useWebViews } from './web-views'

/** What these pages call of the JS-SDK. */
interface Sdk {
  config(options: Record<string, unknown>): void
  ready(callback: () => void): void
  error(callback: (answer: { errMsg: string }) => void): void
}

export type SdkAnswer = Record<string, unknown> & { errMsg: string }

/**
 * For one file of tests: a site that has nothing but the JS-SDK, in WeChat.
 *
 * @param readScript the JS-SDK of a name, as a classic script.
 */
export function useSdkSite(readScript: (name: string) => Promise<string> = name => readSdkScript(name as SdkPackage)) {
  const views = useWebViews()
  let simulator: StandaloneSimulator
  let site: Server
  let origin: string
  let ticket: string

  beforeAll(async () => {
    simulator = await startSimulator()
    ticket = await fetchTicket(simulator)
    site = createServer(async (req, res) => {
      const sdk = /^\/sdk\/([\w.-]+)$/.exec(req.url ?? '')?.[1]
      const chosen = new URL(req.url ?? '/', 'http://site').searchParams.get('sdk') ?? 'weixin-js-sdk'
      res.setHeader('content-type', sdk ? 'text/javascript' : 'text/html; charset=utf-8')
      // The page's own query names one of the two.
      res.end(sdk ? await readScript(sdk) : `<!DOCTYPE html><title>页面</title><script>window.bridgeAtStart = typeof WeixinJSBridge</script><script src="/sdk/${chosen}"></script>`)
    })
    await new Promise<void>(resolve => site.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
  })

  afterAll(async () => {
    await simulator.close()
    site.closeAllConnections()
    await new Promise(resolve => site.close(resolve))
  })

  return {
    get origin() {
      return origin
    },
    get weChat() {
      return simulator
    },
    async open(options: Omit<OpenWechatOptions, 'simulator'>, path = '/first?a=1#top') {
      const opened = await views.wechat({ simulator: simulator.url, ...options })
      const { page, client } = opened
      await page.goto(origin + path)

      return {
        ...opened,
        pushState: (to: string) => page.evaluate(path => history.pushState({}, '', path), to),
        /** `ok`, or the message of the SDK's error. */
        configure: (url: string, jsApiList: string[], changed = {}) => {
          const values = { ticket, nonceStr: 'n0nce', timestamp: '1790000000', url }
          const config = { appId: simulator.simulator.appId, timestamp: 1790000000, nonceStr: values.nonceStr, signature: sign(values), jsApiList, ...changed }
          return page.evaluate(config => new Promise<string>((resolve) => {
            const sdk: Sdk = Reflect.get(globalThis, 'wx')
            sdk.error(({ errMsg }) => resolve(errMsg))
            sdk.ready(() => resolve('ok'))
            sdk.config(config)
          }), config).finally(() => client.whenIdle())
        },
        /** Past the JS-SDK. */
        invoke: (name: string, params = {}) => page.evaluate(({ name, params }) => new Promise<Record<string, unknown>>((resolve) => {
          window.WeixinJSBridge?.invoke(name, params, resolve)
        }), { name, params }),
        call: (name: string, params = {}) => page.evaluate(({ name, params }) => new Promise<SdkAnswer>((resolve) => {
          Reflect.get(globalThis, 'wx')[name]({ ...params, complete: resolve })
        }), { name, params }),
      }
    },
  }
}

async function fetchTicket({ url, simulator: { appId, appSecret } }: StandaloneSimulator): Promise<string> {
  const body = JSON.stringify({ grant_type: 'client_credential', appid: appId, secret: appSecret })
  const { access_token } = await (await fetch(`${url}/cgi-bin/stable_token`, { method: 'POST', body })).json()
  return (await (await fetch(`${url}/cgi-bin/ticket/getticket?type=jsapi&access_token=${access_token}`)).json()).ticket
}
