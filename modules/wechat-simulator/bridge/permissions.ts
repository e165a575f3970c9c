import type { PlatformTraits } from './platforms'
import type { Recorder } from './recorder'
import type { Params } from './state'

/** The JS-SDK itself asks for these after every configuration, listed or not. */
const free = ['preVerifyJSAPI', 'getNetworkType']

/** A tapped share is allowed by the listener's name. */
const allowedBy: Record<string, string> = {
  sendAppMessage: 'menu:share:appmessage',
  shareTimeline: 'menu:share:timeline',
  shareQQ: 'menu:share:qq',
  shareWeiboApp: 'menu:share:weiboApp',
  shareQZone: 'menu:share:QZone',
}

export function urlWithoutHash(): string {
  return location.href.replace(/#.*$/s, '')
}

/** Which APIs the page may use: those of the last configuration, while its signature stands and the URL it was made for. */
export class Permissions {
  private grant: { apis: string[], url: string } | undefined
  private wasEverGranted = false

  constructor(
    private readonly recorder: Recorder,
    private readonly traits: PlatformTraits,
    private readonly verifyUrl: string,
  ) {}

  /** Answers `preVerifyJSAPI`. A refusal takes back what was granted before. */
  async preVerify(params: Params): Promise<Params> {
    const { state } = this.recorder
    const checkedUrl = this.checkedUrl
    const { ok, err_msg, expected } = await this.ask({ ...params, url: checkedUrl })
    this.grant = ok ? { apis: asList(params.verifyJsApiList), url: checkedUrl } : undefined
    this.wasEverGranted ||= ok
    const verdict = ok ? 'ok' : `fail_${err_msg}`
    state.granted = this.grant?.apis ?? []
    state.configurations.push({ ok, verdict, checkedUrl, params, expected })
    return { err_msg: `preVerifyJSAPI:${verdict}` }
  }

  /** Why a call is refused, in WeChat's words; `undefined` when it is allowed. */
  refusal(name: string): string | undefined {
    if (free.includes(name))
      return undefined
    if (!this.wasEverGranted)
      return `${name}:fail, the permission value is offline verifying`
    if (!this.allows(allowedBy[name] ?? name))
      return 'system:access_denied'
  }

  allows(permission: string): boolean {
    return this.grant?.url === this.checkedUrl && this.grant.apis.includes(permission)
  }

  private get checkedUrl(): string {
    return this.traits.checks === 'landing' ? this.recorder.state.landingUrl : urlWithoutHash()
  }

  private async ask(body: Params): Promise<{ ok: boolean, err_msg?: string, expected?: { url: string } }> {
    try {
      // As text, so that a simulator on another origin needs no preflight.
      const response = await fetch(this.verifyUrl, { method: 'POST', body: JSON.stringify(body) })
      return await response.json()
    }
    catch {
      return { ok: false, err_msg: 'the simulator did not answer' }
    }
  }
}

function asList(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
