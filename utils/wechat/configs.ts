import { FIRST_CONFIG_ID, type WechatFirstConfig, type WechatSignedConfig } from '../../shared/wechat'

/** How long a page may take to come: what was asked for it is not used later. */
const AHEAD_MS = 60_000

/** The signatures of pages: what came with the HTML, what was asked for as a navigation began, and what the server answers now. */
export class Configs {
  private ahead?: { url: string, at: number, answer: Promise<WechatSignedConfig> }

  /** @param request asks the server to sign a URL. */
  constructor(private readonly request: (url: string) => Promise<WechatSignedConfig>) {}

  /** Asks for a page that is on its way, beside its chunk. */
  askAhead(url: string): void {
    const answer = this.request(url)
    // Told to those who use it.
    answer.catch(() => {})
    this.ahead = { url, at: performance.now(), answer }
  }

  async fetch(url: string): Promise<WechatSignedConfig> {
    const { ahead } = this
    this.ahead = undefined
    return takeFirstConfig(url) ?? await (ahead?.url === url && performance.now() < ahead.at + AHEAD_MS ? ahead.answer : this.request(url))
  }
}

/** Whether a signature came with the HTML, and is not used yet. */
export function hasFirstConfig(): boolean {
  return document.getElementById(FIRST_CONFIG_ID) !== null
}

/**
 * The signature that came with the HTML: once, as a client that refused it is to have another; for the URL that was signed, byte for
 * byte; and while its ticket is good.
 */
function takeFirstConfig(url: string): WechatSignedConfig | undefined {
  const element = document.getElementById(FIRST_CONFIG_ID)
  if (!element)
    return undefined
  element.remove()
  const { validForMs, ...config }: WechatFirstConfig = JSON.parse(element.textContent ?? '')
  return config.url === url && performance.now() < validForMs ? config : undefined
}
