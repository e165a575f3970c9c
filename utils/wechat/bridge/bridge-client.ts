import type { WechatFirstConfig, WechatHost, WechatPlatform, WechatSignedConfig } from '../../../shared/wechat'
import { toApiName, toBridgeName, waitForBridge } from './bridge'
import { WechatSdkError, withTimeout } from '../error'
import { signedUrlOf, type SignedUrl } from '../platform'
import type { BridgeObject, WechatSdk } from './sdk'

/** What a caller needs the client to grant. */
export interface WechatRequest {
  /** Names as the JS-SDK has them. */
  jsApiList?: string[]
  /** Open tags: `wx-open-launch-weapp`. */
  openTagList?: string[]
}

export interface WechatBridgeClientOptions {
  platform: WechatPlatform
  /** @default 'wechat' */
  host?: WechatHost
  /** The URL, without hash, of the page that this web view loaded first. */
  landingUrl: string
  /** The page's URL now, without hash. */
  currentUrl: () => string
  loadSdk: () => Promise<WechatSdk>
  /** Asks the server to sign a URL. Rejects with a {@link WechatSdkError}. */
  fetchConfig: (url: string) => Promise<WechatSignedConfig>
  /** Told when WeChat's client has refused a configuration or a card in the end, and which URL was signed for it. */
  onRefused?: (error: WechatSdkError, signedUrl: string) => void
}

/** How long the client may take to verify a configuration: it asks WeChat's servers. */
const VERIFY_TIMEOUT_MS = 10_000

const WECOM_HINT = 'WeCom takes the corporation\'s own id and signature only, not those of an official account.'

/**
 * One promise-based client over the JS-SDK, for the life of the web view. It configures when it has to and never twice at
 * a time, and knows of each configuration whether the client took it.
 */
export class WechatBridgeClient {
  private readonly apis = new Set<string>()
  private readonly tags = new Set<string>()
  private granted?: { pageUrl: string, apis: Set<string>, tags: Set<string> }
  private signed: SignedUrl
  private lastUrl: string
  private queue: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: WechatBridgeClientOptions) {
    this.signed = signedUrlOf({ platform: options.platform, host: this.host })
    this.lastUrl = options.landingUrl
  }

  /** Which app shows the page. A mini program may tell so only once its bridge is there. */
  get host(): WechatHost {
    return window.__wxjs_environment === 'miniprogram' ? 'miniprogram' : this.options.host ?? 'wechat'
  }

  /** Whether a page that is navigated to will ask for a signature of its own. */
  get signsEachPage(): boolean {
    return this.signed === 'current' && this.apis.size + this.tags.size > 0
  }

  /** The SDK as it is, whether or not the client grants anything on this page. */
  loadSdk(): Promise<WechatSdk> {
    return this.options.loadSdk()
  }

  /** What the client granted may be forgotten: all that was ever asked for is asked for anew. */
  async renew(): Promise<void> {
    this.forget()
    if (this.apis.size + this.tags.size > 0)
      await this.configure({})
  }

  /**
   * Makes sure that the client grants what is asked for on the page as it is now.
   *
   * @returns the SDK, ready for calls.
   * @throws {WechatSdkError} where the client refuses, or something does not answer in time.
   */
  configure(request: WechatRequest): Promise<WechatSdk> {
    request.jsApiList?.forEach(api => this.apis.add(api))
    request.openTagList?.forEach(tag => this.tags.add(tag))
    // From now on, not from when it is next: of those that wait together none waits longer for a bridge that never comes.
    const bridge = waitForBridge()
    bridge.catch(() => {})
    const configured = this.queue.then(() => this.isGranted(request) ? this.options.loadSdk() : this.verifyPage(bridge))
    this.queue = configured.catch((error: unknown) => this.reportRefusal(error))
    return configured
  }

  /** Takes over what the client was asked for with the signature of the HTML. A failure is not told: the next caller has the client asked anew. */
  adopt(first: WechatFirstConfig, answer: Promise<BridgeObject>): void {
    // The plugin, which each page loads, is spared the table of names.
    const apis = first.verifyJsApiList.map(toApiName)
    apis.forEach(api => this.apis.add(api))
    this.queue = this.options.loadSdk().then((sdk) => {
      setConfig(sdk, first, apis, [])
      return this.grant(first.url, apis, [], answer)
    }).catch(() => {})
  }

  /** Passes on that the client has said no, if that is what the error tells. */
  reportRefusal(error: unknown): void {
    if (error instanceof WechatSdkError && error.refused)
      this.options.onRefused?.(error, this.lastUrl)
  }

  /** What the client granted holds no more: the next caller configures anew. */
  forget(): void {
    this.granted = undefined
  }

  private isGranted({ jsApiList = [], openTagList = [] }: WechatRequest): boolean {
    const { granted } = this
    return granted !== undefined
      && (this.signed === 'landing' || granted.pageUrl === this.options.currentUrl())
      && jsApiList.every(api => granted.apis.has(api))
      && openTagList.every(tag => granted.tags.has(tag))
  }

  /** Which URL a client checks is known by platform, but not for every version: a refusal makes it try the other. */
  private async verifyPage(bridge: Promise<void>): Promise<WechatSdk> {
    const pageUrl = this.options.currentUrl()
    const urls = { landing: this.options.landingUrl, current: pageUrl }
    const other: SignedUrl = this.signed === 'landing' ? 'current' : 'landing'
    try {
      return await this.verify(urls[this.signed], pageUrl, bridge)
    }
    catch (error) {
      if (!isInvalidSignature(error))
        throw error
      // The page has moved on while its signature was on the way.
      if (this.signed === 'current' && pageUrl !== this.options.currentUrl())
        return this.verifyPage(bridge)
      if (urls.landing === urls.current)
        throw error
      const sdk = await this.verify(urls[other], pageUrl, bridge)
      this.signed = other
      return sdk
    }
  }

  /**
   * `wx.config` with `check: false` only hands the values over; asking the bridge ourselves sends what `wx.config` would
   * send, and has an answer. The SDK's own `ready` comes after failures too, and not at all for a second configuration.
   */
  private async verify(url: string, pageUrl: string, bridge: Promise<void>): Promise<WechatSdk> {
    this.lastUrl = url
    const [config, sdk] = await Promise.all([this.options.fetchConfig(url), this.options.loadSdk(), bridge])
    // Requests that came meanwhile are served by this one too.
    // Android refuses a list without an API, also where open tags are all that is wanted.
    const apis = this.apis.size > 0 ? [...this.apis] : ['checkJsApi']
    const tags = [...this.tags]
    setConfig(sdk, config, apis, tags)
    await this.grant(pageUrl, apis, tags, new Promise(resolve =>
      sdk.invoke('preVerifyJSAPI', { verifyJsApiList: apis.map(toBridgeName), verifyOpenTagList: tags }, resolve)))
    return sdk
  }

  /** Waits for the client's answer, and keeps what it grants on a page. */
  private async grant(pageUrl: string, apis: string[], tags: string[], answer: Promise<BridgeObject>): Promise<void> {
    const reason = readReason(await withTimeout(answer, VERIFY_TIMEOUT_MS, () => new WechatSdkError('config', 'config:timeout')))
    // A client without this call does not check.
    if (reason !== 'ok' && reason !== 'function not exist') {
      this.forget()
      throw new WechatSdkError('config', `config:${reason}`, { refused: true, hint: this.host === 'wecom' ? WECOM_HINT : undefined })
    }
    this.granted = { pageUrl, apis: new Set(apis), tags: new Set(tags) }
  }
}

/** Gives the JS-SDK what its calls carry. */
function setConfig(sdk: WechatSdk, { appId, timestamp, nonceStr, signature }: WechatSignedConfig, apis: string[], tags: string[]): void {
  // The SDK's types know fewer APIs and tags than WeChat has.
  const lists = { jsApiList: [...apis], openTagList: [...tags] } as Pick<Parameters<WechatSdk['config']>[0], 'jsApiList' | 'openTagList'>
  const values = { appId, timestamp, nonceStr, signature, debug: false, check: false, ...lists }
  sdk.config(values)
}

/** `preVerifyJSAPI:fail_invalid signature` → `invalid signature`, as the SDK itself reads answers: no message is a yes. */
function readReason({ err_msg: bridgeMessage, errMsg = bridgeMessage }: BridgeObject): string {
  const text = String(errMsg || 'ok')
  const reason = text.slice(text.indexOf(':') + 1).toLowerCase().replaceAll('_', ' ').replace(/^fail(?:ed)?[ ,]+/, '').trim()
  return reason === 'confirm' ? 'ok' : reason || 'fail'
}

function isInvalidSignature(error: unknown): boolean {
  return error instanceof WechatSdkError && error.errMsg.includes('invalid signature')
}
