import type { WechatFirstConfig, WechatSignedConfig } from '../../shared/wechat'

/** How long a page may take to come: what was asked for it is not used later. */
const AHEAD_MS = 60_000

/** The signatures of pages: what came with the HTML, what was asked for as a navigation began, and what the server answers now. */
export class Configs {
  private ahead?: { url: string, at: number, answer: Promise<WechatSignedConfig> }

  /**
   * @param request asks the server to sign a URL.
   * @param first came with the HTML, and WeChat's client was not asked with it. It is used once: a client that refused it is to have another.
   */
  constructor(private readonly request: (url: string) => Promise<WechatSignedConfig>, private first?: WechatFirstConfig) {}

  /** Asks for a page that is on its way, beside its chunk. */
  askAhead(url: string): void {
    const answer = this.request(url)
    // Told to those who use it.
    answer.catch(() => {})
    this.ahead = { url, at: performance.now(), answer }
  }

  async fetch(url: string): Promise<WechatSignedConfig> {
    const { first, ahead } = this
    this.first = this.ahead = undefined
    if (first?.url === url && performance.now() < first.validForMs)
      return first
    return await (ahead?.url === url && performance.now() < ahead.at + AHEAD_MS ? ahead.answer : this.request(url))
  }
}
