import type { WechatLog } from '../wechat'

const line = (message: string) => `[wechat] ${message.replaceAll(/\p{Cc}/gu, ' ')}`

/** One line for each event, on standard output and standard error. */
export const wechatLog: WechatLog = {
  info: message => console.info(line(message)),
  warn: message => console.warn(line(message)),
  error: message => console.error(line(message)),
}
