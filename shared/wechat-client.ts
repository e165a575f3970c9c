import type { WechatHost, WechatPlatform } from './wechat'

/** One of WeChat's clients. */
export interface WechatClientKind {
  platform: WechatPlatform
  host: WechatHost
}

/**
 * Tells WeChat's clients apart. Versions are compared nowhere: those of HarmonyOS begin anew.
 *
 * @param userAgent `navigator.userAgent`
 * @param environment `window.__wxjs_environment`: set inside a mini program, on some systems only once WeChat's bridge is there.
 * @returns `undefined` outside WeChat.
 */
export function detectWechatClient(userAgent: string, environment?: string): WechatClientKind | undefined {
  const agent = userAgent.toLowerCase()
  if (!agent.includes('micromessenger'))
    return undefined
  return { platform: detectPlatform(agent), host: detectHost(agent, environment) }
}

function detectPlatform(agent: string): WechatPlatform {
  // DevTools and phones first: DevTools carries the user agent of the phone that it plays.
  if (/wechatdevtools|wxdebugger/.test(agent))
    return 'devtools'
  if (/iphone|ipad|ipod/.test(agent))
    return 'ios'
  if (agent.includes('openharmony'))
    return 'harmony'
  return agent.includes('android') ? 'android' : 'pc'
}

function detectHost(agent: string, environment?: string): WechatHost {
  // First: WeCom has mini programs too.
  if (agent.includes('miniprogram') || environment === 'miniprogram')
    return 'miniprogram'
  return agent.includes('wxwork') ? 'wecom' : 'wechat'
}
