import type { WechatLog } from '../wechat'
import { toJsonLine, toReadableLine } from './log-line'

// Decided by the build and not by NODE_ENV, which whoever starts the build by hand may leave out.
const toLine = (level: 'info' | 'warn' | 'error', ...[message, fields]: Parameters<WechatLog['info']>) =>
  import.meta.dev ? toReadableLine(message) : toJsonLine(level, message, fields, new Date())

/** One line for each event, on standard output and standard error: JSON in a production build, readable in development. */
export const wechatLog: WechatLog = {
  info: (...event) => console.info(toLine('info', ...event)),
  warn: (...event) => console.warn(toLine('warn', ...event)),
  error: (...event) => console.error(toLine('error', ...event)),
}
