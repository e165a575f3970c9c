import process from 'node:process'
import type { LogFields, WechatLog } from '../wechat'

// As they were at the start: what others print comes here in production, see `plugins/log-console.ts`.
const { info, warn, error } = console

// Decided by the build and not by NODE_ENV, which whoever starts the build by hand may leave out.
const toLine = (level: 'info' | 'warn' | 'error', ...[message, fields]: Parameters<WechatLog['info']>) =>
  import.meta.dev ? toReadableLine(message) : toJsonLine(level, message, { ...fields, pid: process.pid }, new Date())

/** One line for each event, on standard output and standard error: JSON in a production build, readable in development. */
export const wechatLog: WechatLog = {
  info: (...event) => info(toLine('info', ...event)),
  warn: (...event) => warn(toLine('warn', ...event)),
  error: (...event) => error(toLine('error', ...event)),
}

/**
 * What a terminal or a log viewer would obey and not show: control characters, line and paragraph separators, and what
 * turns the direction of text around.
 */
const treacherous = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/** For programs: one line of JSON. What is treacherous stays readable, as `\u` and its number. */
export function toJsonLine(level: 'info' | 'warn' | 'error', message: string, fields: Partial<LogFields> | undefined, now: Date): string {
  return JSON.stringify({ time: now.toISOString(), level, name: 'wechat', message, ...fields }).replaceAll(treacherous, toEscape)
}

/** For people: the message alone, which says it all. */
export function toReadableLine(message: string): string {
  return `[wechat] ${message.replaceAll(treacherous, ' ')}`
}

/** All of them are one UTF-16 unit long. */
function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
