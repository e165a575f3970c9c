import { fork } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { endWithTests } from '../children'

const here = fileURLToPath(new URL('.', import.meta.url))
const preload = fileURLToPath(new URL('../../simulator/preload.mjs', import.meta.url))

export interface Account {
  appId: string
  appSecret: string
}

/** A driver's answer to `sign`. */
export interface Signed {
  timestamp: string | number
  nonceStr: string
  signature: string
}

export interface SignedIn {
  openid?: string
  nickname?: string
}

/** What a driver may offer; see `drivers/`. */
export interface Offers {
  fetchToken(): string
  fetchTicket(): string
  sign(url: string): Signed
  fetchFollower(openid: string): { subscribe: number }
  authorizeUrl(origin: string): string
  qrConnectUrl(origin: string): string
  signIn(callback: string): SignedIn
}

/** An SDK in a process of its own. */
export interface Peer {
  /** Rejects with all that the SDK's error tells. */
  call<Name extends keyof Offers>(name: Name, ...args: Parameters<Offers[Name]>): Promise<ReturnType<Offers[Name]>>
  stop(): Promise<void>
}

interface Message {
  id: number
  result?: unknown
  error?: string
}

/** Starts an SDK whose calls to WeChat go to the simulator, by the preload that README names. */
export async function openPeer(name: string, account: Account, simulatorUrl: string): Promise<Peer> {
  const child = endWithTests(fork(`${here}drivers/host.mjs`, [name, JSON.stringify(account)], {
    cwd: here,
    execArgv: ['--import', preload],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, WECHAT_SIMULATOR_URL: simulatorUrl },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  }))
  const ended = once(child, 'close')
  await Promise.race([once(child, 'message'), ended.then(() => Promise.reject(new Error(`${name} ended before it was ready.`)))])
  let last = 0
  return {
    async call(method, ...args) {
      const id = ++last
      child.send({ id, method, args })
      for (;;) {
        const [answer]: Message[] = await once(child, 'message')
        if (answer?.id !== id)
          continue
        if (answer.error !== undefined)
          throw new Error(answer.error)
        // Each driver answers as `Offers` says; the tests check what is in it.
        return answer.result as ReturnType<Offers[typeof method]>
      }
    },
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
