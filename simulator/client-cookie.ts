import { hosts, platforms } from './bridge/client/platforms'
import type { BridgeOptions } from './bridge/client/options'

/** What the server has to know of the client in a frame, in a cookie: the frame's own requests carry no other mark. */
export const CLIENT_COOKIE = 'wechat-simulator-client'

/** What a page's `XMLHttpRequest` in a frame carries, where the client keeps no cookies. */
export const NO_COOKIES_HEADER = 'x-wechat-simulator-no-cookies'

export type ClientHeaders = Pick<BridgeOptions, 'platform' | 'host' | 'oldClient' | 'language' | 'keepsCookies'>

/** The cookie's value. */
export function writeClient({ platform, host = 'wechat', oldClient = false, language = 'zh_CN', keepsCookies = true }: ClientHeaders): string {
  return [platform, host, oldClient ? 'old' : 'new', language, keepsCookies ? 'keeps' : 'drops'].join('.')
}

/** `undefined` where it is none that {@link writeClient} wrote. */
export function readClient(value: string): ClientHeaders | undefined {
  const [platformName, hostName, version, language, cookies] = value.split('.')
  const platform = platforms.find(one => one === platformName)
  return platform && { platform, host: hosts.find(one => one === hostName), oldClient: version === 'old', language: language === 'en' ? 'en' : 'zh_CN', keepsCookies: cookies !== 'drops' }
}
