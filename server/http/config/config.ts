import process from 'node:process'
import { useRuntimeConfig } from 'nitropack/runtime'
import { WechatError } from '../../wechat'
import { wechatLog } from '../observability/log'
import { readWechatConfig, WechatConfigError } from './read-config'
import type { WechatConfig } from './schema'

let config: WechatConfig | WechatConfigError | undefined

/**
 * The configuration, read once for the whole process.
 *
 * @throws {WechatError} `wechat_not_configured`, where a variable is wrong: the hint says which, and what it takes. The app goes on.
 */
export function getConfig(): WechatConfig {
  const result = config ??= loadConfig()
  if (result instanceof WechatConfigError)
    throw new WechatError('wechat_not_configured', result.message)
  return result
}

/** Whether every variable is right. Each that is wrong is one line in the log, written when the configuration is first asked for. */
export function isConfigValid(): boolean {
  return !((config ??= loadConfig()) instanceof WechatConfigError)
}

/** What stands before every path of this app, `app.baseURL` without its last slash: nothing, or `/h5`. */
export function getBase(): string {
  return useRuntimeConfig().app.baseURL.replace(/\/+$/, '')
}

/** Whether this build holds the simulator. */
export function isSimulated(): boolean {
  return 'simulator' in useRuntimeConfig().wechat
}

function loadConfig(): WechatConfig | WechatConfigError {
  const { wechat, session, wechatBuilt } = useRuntimeConfig()
  try {
    return readWechatConfig({
      environment: process.env,
      runtimeConfig: { ...wechat, sessionPassword: session?.password },
      builtConfig: JSON.parse(String(wechatBuilt ?? '{}')),
    })
  }
  catch (error) {
    if (!(error instanceof WechatConfigError))
      throw error
    for (const line of error.lines)
      wechatLog.error(line, { event: 'configuration_invalid' })
    return error
  }
}
