/** Where the core says what happens. No value that could be secret is ever said. */
export interface WechatLog {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}
