import { vi } from 'vitest'
import { createStorage, type Storage } from 'unstorage'
import { createSimulator, type SimulatorOptions } from '../../../simulator/api/simulator'
import { createWechat, type WechatOptions } from '../../../server/wechat'
import { signJsapi } from '../../../server/wechat/signing/signature'

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
    fetch: simulatorFetch(simulator),
    ...changed,
    ...options,
  })
  return { simulator, log, storage, start, wechat: start() }
}

/** A `fetch` that asks this simulator, without a network. */
export function simulatorFetch(simulator: ReturnType<typeof createSimulator>): typeof fetch {
  return async (input, init) => {
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
  }
}

type SignedPage = { timestamp: number, nonceStr: string, signature: string, url: string }

/** The ticket that a configuration was signed with, if WeChat gave it out. */
export function findTicket(simulator: ReturnType<typeof createSimulator>, config: SignedPage): string | undefined {
  return simulator.calls
    .flatMap(call => call.answer && 'ticket' in call.answer ? [String(call.answer.ticket)] : [])
    .find(jsapiTicket => signJsapi({ ...config, jsapiTicket }) === config.signature)
}

/** Whether WeChat's client would take the configuration. */
export function isValid(simulator: ReturnType<typeof createSimulator>, config: SignedPage): boolean {
  return findTicket(simulator, config) !== undefined
}

export function useFakeClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'], now: Date.UTC(2026, 10, 23, 4) })
}
