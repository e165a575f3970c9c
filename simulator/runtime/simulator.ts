import { useRuntimeConfig } from 'nitropack/runtime'
import { SIMULATOR_APP_ID, SIMULATOR_APP_SECRET } from '../api/account/account'
import { createSimulator, type Simulator } from '../api/simulator'
import { processClock } from './process-clock'

let simulator: Simulator | undefined

/** The one WeChat of this process, for whichever account the app is configured with. */
export function useSimulator(): Simulator {
  return simulator ??= createSimulator({ ...readAccount(useRuntimeConfig().wechat), clock: processClock })
}

function readAccount(config: unknown): { appId: string, appSecret: string } {
  const { appId, appSecret } = { appId: '', appSecret: '', ...Object(config) }
  // An empty variable has emptied them: then they are as the module built them.
  return { appId: String(appId || SIMULATOR_APP_ID), appSecret: String(appSecret || SIMULATOR_APP_SECRET) }
}
