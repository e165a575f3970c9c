import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { startSimulator, type StandaloneSimulator } from '../modules/wechat-simulator/standalone'
import type { SimulatorOptions } from '../modules/wechat-simulator/api/simulator'
import type { WechatHealth } from '../shared/wechat'
import { send, startApp, type Answer, type App, type AppOptions } from './app'

/** The AppSecret of every matrix. */
export const SECRET = 'canarycanarycanarycanarycanary99'
const PAGE = '/api/wx/config?url=https%3A%2F%2Fexample.com%2F'

/** WeChat's stand-in and apps that use it. Whatever an app says to anybody is kept: no canary may be in it. */
export interface Matrix {
  weChat: StandaloneSimulator
  start(options?: AppOptions): Promise<App>
  /** Asks for a page's signature, or another path. */
  ask(app: App, path?: string): Promise<Answer>
  /** Asks for a page so often at once; the statuses that came, each once. */
  askOften(app: App, times: number): Promise<number[]>
  health(app: App): Promise<WechatHealth>
  /** Something else that may hold no canary. */
  hear(text: string): void
  /** Ends all, and looks for canaries. */
  end(): Promise<void>
}

export async function createMatrix({ weChatOptions = {}, env: common = {} }: { weChatOptions?: SimulatorOptions, env?: Record<string, string> } = {}): Promise<Matrix> {
  const weChat = await startSimulator({ appSecret: SECRET, ...weChatOptions })
  const apps: App[] = []
  const heard: string[] = []

  async function ask(app: App, path = PAGE): Promise<Answer> {
    const answer = await send(app.url, path)
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
    hear: text => void heard.push(text),
    async end() {
      await Promise.all(apps.map(app => app.stop()))
      heard.push(...apps.map(app => app.output()), await readPublicFiles())
      await weChat.close()
      for (const canary of canariesOf(weChat)) {
        for (const text of heard)
          expect(text).not.toContain(canary)
      }
    },
  }
}

/** All that anybody may download. */
async function readPublicFiles(): Promise<string> {
  const folder = fileURLToPath(new URL('../.test/plain/output/public', import.meta.url))
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const texts = entries.filter(entry => entry.isFile()).map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8'))
  return (await Promise.all(texts)).join('\n')
}

/** What WeChat gave out, or was sent, and nobody else may see. */
function canariesOf({ simulator }: StandaloneSimulator): string[] {
  const given = simulator.calls.flatMap(({ answer = {}, params = {} }) => [answer.access_token, answer.refresh_token, answer.ticket, answer.openid, params.code])
  return [SECRET, ...new Set(given.filter(value => typeof value === 'string' && value !== ''))] as string[]
}

/** The lines of an app's log that hold this text. */
export function linesWith(app: App, text: string): string[] {
  return app.output().split('\n').filter(line => line.includes(text))
}
