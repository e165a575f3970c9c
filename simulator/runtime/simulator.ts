import { useRuntimeConfig } from 'nitropack/runtime'
import { createSimulator, type Simulator } from '../api/simulator'
import { processClock } from './process-clock'

let simulator: Simulator | undefined

/** The one WeChat of this process, for whichever account the app is configured with. */
export function useSimulator(): Simulator {
  return simulator ??= createSimulator({ ...readAccount(useRuntimeConfig().wechat), clock: processClock })
}

function readAccount(config: unknown): { appId: string, appSecret: string } {
  const { appId, appSecret } = { appId: '', appSecret: '', ...Object(config) }
  return { appId: String(appId), appSecret: String(appSecret) }
}
