import { isOnJsDomain } from '../../api/signature/js-domains'
import type { SignaturesTold } from '../page/page-requests'
import type { PlatformTraits } from '../client/platforms'
import type { Recorder } from '../record/recorder'
import type { Configuration, Params, RefusalReason } from '../record/state'

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

/** What the simulator's server answers to `POST /client/verify`. */
interface Verdict {
  ok: boolean
  err_msg?: string
  explanation?: Configuration['explanation']
  signed?: string
  jsDomains?: string[]
}

export function urlWithoutHash(): string {
  return location.href.replace(/#.*$/s, '')
}

/** Which APIs the page may use: those of the last configuration, while its signature stands and the URL it was made for. */
export class Permissions {
  private grant: { apis: string[], url: string } | undefined
  private wasEverGranted = false
  /** The account's JS safe domains, once a configuration told them; `undefined` where all hosts are let in. */
  private jsDomains: string[] | undefined

  constructor(
    private readonly recorder: Recorder,
    private readonly traits: PlatformTraits,
    private readonly told: SignaturesTold,
    private readonly verifyUrl: string,
  ) {}

  /** Answers `preVerifyJSAPI`. A refusal takes back what was granted before. */
  async preVerify(params: Params): Promise<Params> {
    const { state } = this.recorder
    const at = Date.now()
    const checkedUrl = this.checkedUrl
    const { ok, err_msg, explanation, signed, jsDomains } = await this.ask({
      ...params,
      url: checkedUrl,
      href: location.href,
      landingUrl: state.landingUrl,
      currentUrl: urlWithoutHash(),
      told: this.told.find(params.verifySignature),
    })
    this.grant = ok ? { apis: asList(params.verifyJsApiList), url: checkedUrl } : undefined
    this.wasEverGranted ||= ok
    this.jsDomains = jsDomains
    const verdict = ok ? 'ok' : `fail_${err_msg}`
    state.granted = this.grant?.apis ?? []
    const source = this.told.findSource(params.verifySignature)
    const isReused = state.configurations.some(one => one.params.verifySignature === params.verifySignature)
    state.configurations.push({ id: this.recorder.nextId(), at, durationMs: Date.now() - at, source, isReused, ok, verdict, checkedUrl, params, signed, explanation })
    return { err_msg: `preVerifyJSAPI:${verdict}` }
  }

  /** Why a call is refused; `undefined` when it is allowed. */
  refusal(name: string): RefusalReason | undefined {
    if (free.includes(name) || this.allows(allowedBy[name] ?? name))
      return undefined
    if (!this.wasEverGranted)
      return 'not-configured'
    if (!this.grant)
      return 'refused'
    return this.grant.apis.includes(allowedBy[name] ?? name) ? 'other-url' : 'not-listed'
  }

  allows(permission: string): boolean {
    return this.grant?.url === this.checkedUrl && this.grant.apis.includes(permission)
  }

  /** Whether a share may lead there: to the page's own host or another JS safe domain. */
  allowsLink(link: string): boolean {
    const { host } = new URL(link)
    return host === location.host || isOnJsDomain(host, this.jsDomains ?? [])
  }

  private get checkedUrl(): string {
    return this.traits.checks === 'landing' ? this.recorder.state.landingUrl : urlWithoutHash()
  }

  private async ask(body: Params): Promise<Verdict> {
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
