import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Redis } from 'ioredis'
import { expect } from 'vitest'
import { startSimulator, type StandaloneSimulator } from '../simulator/standalone'
import type { SimulatorOptions } from '../simulator/api/simulator'
import type { WechatHealth } from '../shared/wechat'
import { send, startApp, type Answer, type App, type AppOptions } from './app'
import { startRedis, type TestRedis } from './redis'
import { ageKeys } from './redis-clock.mjs'

export const SECRET = 'canarycanarycanarycanarycanary99'
/** What it is after it was reset in the console. */
export const ROTATED_SECRET = 'rotatedcanaryrotatedcanaryrotat9'
export const PAGE = '/api/wx/config?url=https%3A%2F%2Fexample.com%2F'

/** WeChat's stand-in, a real Redis, and apps that use them. All that an app says is kept: no canary may be in it. */
export interface Matrix {
  weChat: StandaloneSimulator
  start(options?: AppOptions): Promise<App>
  /** Asks for a page's signature, or another path. */
  ask(app: App, path?: string, headers?: Record<string, string>): Promise<Answer>
  /** Asks for a page so often at once; the statuses that came, each once. */
  askOften(app: App, times: number): Promise<number[]>
  health(app: App): Promise<WechatHealth>
  /** Time goes by, for an app with `isControlled` as for WeChat and Redis. */
  pass(app: App, ms: number): Promise<void>
  /** Something else that may hold no canary. */
  hear(text: string): void
  /** Ends all, and looks for canaries. */
  end(): Promise<void>
}

export async function createMatrix({ weChatOptions = {}, env: common = {} }: { weChatOptions?: SimulatorOptions, env?: Record<string, string> } = {}): Promise<Matrix> {
  const weChat = await startSimulator({ appSecret: SECRET, ...weChatOptions })
  const redis = common.NUXT_WECHAT_STORAGE ? undefined : await startRedis()
  const apps: App[] = []
  const heard: string[] = []

  async function ask(app: App, path = PAGE, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await send(app.url, path, { headers })
    heard.push(JSON.stringify(answer.headers) + answer.text)
    return answer
  }

  return {
    weChat,
    ask,
    async start({ env = {}, ...options } = {}) {
      const app = await startApp({ ...options, env: {
        NUXT_WECHAT_APP_ID: weChat.simulator.appId,
        NUXT_WECHAT_APP_SECRET: SECRET,
        NUXT_WECHAT_API_BASE: weChat.url,
        NUXT_WECHAT_JS_DOMAINS: 'example.com',
        ...redis && { NUXT_WECHAT_STORAGE: redis.url },
        ...common,
        ...env,
      } })
      apps.push(app)
      return app
    },
    async askOften(app, times) {
      const answers = await Promise.all(Array.from({ length: times }, () => ask(app)))
      return [...new Set(answers.map(({ status }) => status))]
    },
    health: async app => JSON.parse((await ask(app, '/api/wx/health')).text),
    async pass(app, ms) {
      weChat.simulator.advanceClock(ms)
      if (redis)
        await ageKeys(redis.url, ms)
      await app.control({ moveClockMs: ms })
    },
    hear: text => void heard.push(text),
    async end() {
      await Promise.all(apps.map(app => app.stop()))
      heard.push(...apps.map(app => app.output()), await readPublicFiles())
      await weChat.close()
      if (redis)
        heard.push(...await readKeys(redis))
      await redis?.stop()
      for (const canary of canariesOf(weChat)) {
        for (const text of heard)
          expect(text).not.toContain(canary)
      }
    },
  }
}

/** The keys of a Redis. In their values token and ticket stand on purpose, and the secret never. */
export async function readKeys({ url }: Pick<TestRedis, 'url'>): Promise<string[]> {
  const redis = new Redis(url)
  const keys = await redis.keys('*')
  for (const key of keys) {
    const text = await redis.get(key).catch(() => '') ?? ''
    for (const secret of [SECRET, ROTATED_SECRET])
      expect(text).not.toContain(secret)
  }
  redis.disconnect()
  return keys
}

/** All that a browser may download. */
async function readPublicFiles(): Promise<string> {
  const folder = fileURLToPath(new URL('../.test/plain/output/public', import.meta.url))
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const texts = entries.filter(entry => entry.isFile()).map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8'))
  return (await Promise.all(texts)).join('\n')
}

/** What WeChat gave out, or was sent, and no other reader may see. */
function canariesOf({ simulator }: StandaloneSimulator): string[] {
  const given = simulator.calls.flatMap(({ answer = {}, params = {} }) => [answer.access_token, answer.refresh_token, answer.ticket, answer.openid, params.code])
  return [...new Set([SECRET, ROTATED_SECRET, simulator.appSecret, ...given])].filter((value): value is string => typeof value === 'string' && value !== '')
}

/** The lines of an app's log that hold this text. */
export function linesWith(app: App, text: string): string[] {
  return app.output().split('\n').filter(line => line.includes(text))
}
