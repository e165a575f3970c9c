import type { ClientVersion } from './platforms'

export const networks = ['wifi', '5g', '4g', '3g', '2g', 'none'] as const

export type Network = typeof networks[number]

/** How the client is that opens a page. */
export interface BridgeOptions extends ClientVersion {
  /** When `window.WeixinJSBridge` appears: before any script of the page (default), so many milliseconds late, or never. */
  bridge?: 'at-once' | 'never' | { lateBy: number }
  /** What `prefers-color-scheme` says in a frame; default: what the browser says. */
  theme?: 'light' | 'dark'
  /** @default 'wifi' */
  network?: Network
  /** Whether a page that comes back from the back-forward cache has to configure again and set its cards again. It is not known for certain. */
  forgetsOnReturn?: boolean
  /** Whether a second upload fails while one is under way, as on some clients. */
  oneUploadAtATime?: boolean
  /** `false`: the web view forgets every cookie at once. */
  keepsCookies?: boolean
  /** Whether camera, place, scanner and payment wait for a user, who answers by the control. Default: they answer by themselves. */
  asksUser?: boolean
  /** How the page was opened, where that was by a link in a chat: WeChat shares such a page as a bare link, whatever it sets. */
  openedFrom?: 'bare-link'
  /** Tells this web view from those before it in the same frame: what they kept for their session is gone. */
  view?: string
  /** Where signatures are checked; default: the simulator on the page's own origin. */
  verifyUrl?: string
}

/** A frame whose name begins so is a web view of the simulator; its options follow as JSON. */
export const FRAME_PREFIX = 'wechat-simulator:'

/** Where a test puts the options before the bridge runs. */
export const OPTIONS_KEY = '__wechatSimulatorOptions'

export function frameName(options: BridgeOptions): string {
  return FRAME_PREFIX + JSON.stringify(options)
}

/** The options of this page, if it was opened through the simulator. */
export function readOptions(page: Window): BridgeOptions | undefined {
  const given: unknown = Reflect.get(page, OPTIONS_KEY)
  if (given && page === page.top) {
    Reflect.deleteProperty(page, OPTIONS_KEY)
    // Put there by our own test helper, typed as BridgeOptions.
    return given as BridgeOptions
  }
  if (page !== page.top && page.name.startsWith(FRAME_PREFIX))
    return JSON.parse(page.name.slice(FRAME_PREFIX.length))
}
