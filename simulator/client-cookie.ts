import type { BridgeOptions } from './bridge/client/options'

/** What the server has to know of the client in a frame, in a cookie: the frame's own requests carry no other mark. */
export const CLIENT_COOKIE = 'wechat-simulator-client'

/** What a page's `XMLHttpRequest` in a frame carries, where the client keeps no cookies. */
export const NO_COOKIES_HEADER = 'x-wechat-simulator-no-cookies'

export type ClientHeaders = Pick<BridgeOptions, 'language' | 'keepsCookies'>

/** The cookie's value. */
export function writeClient({ language = 'zh_CN', keepsCookies = true }: ClientHeaders): string {
  return `${language}.${keepsCookies ? 'keeps' : 'drops'}`
}

export function readClient(value: string): ClientHeaders {
  const [language, cookies] = value.split('.')
  return { language: language === 'en' ? 'en' : 'zh_CN', keepsCookies: cookies !== 'drops' }
}
