import { vi } from 'vitest'
import { createStorage, type Storage } from 'unstorage'
import { createSimulator, type SimulatorOptions } from '../../../modules/wechat-simulator/api/simulator'
import { createWechat, type WechatOptions } from '../../../server/wechat'
import { signJsapi } from '../../../server/wechat/signature'

/**
 * The core on one side, WeChat's API on the other, and between them a `fetch` without a network, so that time can be
 * moved by fake timers. What the network does to calls is tested over real sockets, in the client's tests.
 */
export function createWorld({ weChat = {}, ...changed }: Partial<WechatOptions> & { weChat?: SimulatorOptions } = {}) {
  const simulator = createSimulator(weChat)
  const log: string[] = []
  const say = (message: string) => void log.push(message)
  const storage: Storage = createStorage()
  const start = (options: Partial<WechatOptions> = {}) => createWechat({
    appId: simulator.appId,
    appSecret: simulator.appSecret,
    tokenEndpoint: 'stable',
    apiBase: 'https://api.weixin.qq.com',
    openBase: 'https://open.weixin.qq.com',
    storage,
    log: { info: say, warn: say, error: say },
    random: () => 0,
    fetch: async (input, init) => {
      const { pathname, searchParams } = new URL(String(input))
      const { status = 200, json, fault } = await simulator.handle({
        method: init?.method ?? 'GET',
        path: pathname,
        query: searchParams,
        body: String(init?.body ?? ''),
        ip: '203.0.113.7',
      })
      if (fault?.kind === 'reset')
        throw new TypeError('fetch failed')
      return new Response(JSON.stringify(json), { status })
    },
    ...changed,
    ...options,
  })
  return { simulator, log, storage, start, wechat: start() }
}

/** Whether WeChat's client would take the configuration now. */
export function isValid(simulator: ReturnType<typeof createSimulator>, config: { timestamp: number, nonceStr: string, signature: string, url: string }): boolean {
  return simulator.calls
    .flatMap(call => call.answer && 'ticket' in call.answer ? [String(call.answer.ticket)] : [])
    .some(jsapiTicket => signJsapi({ ...config, jsapiTicket }) === config.signature)
}

export function useFakeClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.UTC(2026, 10, 23, 4) })
}
