import process from 'node:process'
import type { LogFields, WechatLog } from '../../wechat'

// As they were at the start, whatever the app puts in their place.
const { info, warn, error } = console

// Decided by the build and not by NODE_ENV, which may be missing when the build is started by hand.
const toLine = (level: 'info' | 'warn' | 'error', ...[message, fields]: Parameters<WechatLog['info']>) =>
  import.meta.dev ? toReadableLine(message) : toJsonLine(level, message, { ...fields, pid: process.pid }, new Date())

/** One line for each event, on standard output and standard error: JSON in a production build, readable in development. */
export const wechatLog: WechatLog = {
  info: (...event) => info(toLine('info', ...event)),
  warn: (...event) => warn(toLine('warn', ...event)),
  error: (...event) => error(toLine('error', ...event)),
}

/** Characters that a terminal or a log viewer obeys: control characters, line and paragraph separators, and changes of direction. */
const unsafeCharacters = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/** For programs: one line of JSON. Unsafe characters stay readable, as `\u` and their number. */
export function toJsonLine(level: 'info' | 'warn' | 'error', message: string, fields: Partial<LogFields> | undefined, now: Date): string {
  return JSON.stringify({ time: now.toISOString(), level, name: 'wechat', message, ...fields }).replaceAll(
    unsafeCharacters, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** For readers: the message alone. */
export function toReadableLine(message: string): string {
  return `[wechat] ${message.replaceAll(unsafeCharacters, ' ')}`
}
