import type { LogFields } from '../wechat'

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
