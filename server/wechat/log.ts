/** What a line says for programs. `event` names what happened, in snake_case; values are bounded and never secret. */
export interface LogFields {
  event: string
  [name: string]: string | number | undefined
}

/** Where the core says what happens. No value that could be secret is ever said. */
export type WechatLog = Record<'info' | 'warn' | 'error', (message: string, fields?: LogFields) => void>
