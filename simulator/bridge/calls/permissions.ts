import type { PlatformTraits } from '../client/platforms'
import { shareTargetList } from './share-targets'
import { isOnJsDomain } from '../../api/signature/js-domains'
import type { SignaturesTold } from '../page/page-requests'
import type { Recorder } from '../record/recorder'
import type { Configuration, Params, RefusalReason } from '../record/state'

/** The JS-SDK itself asks for the first two after every configuration, listed or not. The others work without any. */
const free = ['preVerifyJSAPI', 'getNetworkType', 'getBrandWCPayRequest', 'closeWindow', 'hideOptionMenu', 'showOptionMenu', 'invokeMiniProgramAPI']

/** A tapped share is allowed by the listener's name. */
const allowedBy: Record<string, string> = Object.fromEntries(shareTargetList.map(([, { call, event }]) => [call, event]))

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
    const { verdict: { ok, err_msg, explanation, signed, jsDomains }, checkedUrl } = await this.judge(params)
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

  /** Takes back what was granted. */
  forget(): void {
    this.grant = undefined
    this.recorder.state.granted = []
    this.recorder.changed()
  }

  private async judge(params: Params): Promise<{ verdict: Verdict, checkedUrl: string }> {
    const [first = '', ...others] = this.checkedUrls
    if (this.traits.refusesEmptyList && asList(params.verifyJsApiList).length === 0)
      return { verdict: { ok: false, err_msg: 'checkJsApi:param is empty' }, checkedUrl: first }
    const verdict = await this.ask(params, first)
    for (const checkedUrl of others) {
      const other = verdict.ok ? verdict : await this.ask(params, checkedUrl)
      if (!verdict.ok && other.ok)
        return { verdict: other, checkedUrl }
    }
    return { verdict, checkedUrl: first }
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
    return this.grant !== undefined && this.checkedUrls.includes(this.grant.url) && this.grant.apis.includes(permission)
  }

  /** Whether a share may lead there: to the page's own host or another JS safe domain. */
  allowsLink(link: string): boolean {
    const { host } = new URL(link)
    return host === location.host || isOnJsDomain(host, this.jsDomains ?? [])
  }

  /** The first is the one that the client is known for. */
  private get checkedUrls(): string[] {
    const { landingUrl } = this.recorder.state
    const current = urlWithoutHash()
    const urls = { landing: [landingUrl], current: [current], either: [current, landingUrl] }
    return urls[this.traits.checks]
  }

  private async ask(params: Params, url: string): Promise<Verdict> {
    const { landingUrl, host } = this.recorder.state
    const body = { ...params, url, host, href: location.href, landingUrl, currentUrl: urlWithoutHash(), told: this.told.find(params.verifySignature) }
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
