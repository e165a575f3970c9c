import { type AccountSettings, defaultSettings, type Endpoint } from '../api/account/account'
import type { Moment } from '../api/control'
import type { ActiveFault, Fault } from '../api/faults/faults'
import { type Network, networks } from '../bridge/client/options'
import { type ClientLanguage, type Host, hosts, type Platform, platforms, type SignedUrl } from '../bridge/client/platforms'

export const tabs = ['signature', 'checker', 'log', 'account', 'faults'] as const

export type Tab = typeof tabs[number]

/** The client as a user chooses it. */
export interface ClientChoice {
  platform: Platform
  host: Host
  oldClient: boolean
  language: ClientLanguage
  theme: 'light' | 'dark'
  network: Network
  keepsCookies: boolean
  bridge: 'at-once' | 'late' | 'never'
  /** These four say how it behaves where it is not known of WeChat. */
  signedUrl: 'usual' | SignedUrl
  nested: 'usual' | 'text' | 'objects'
  forgetsOnReturn: boolean
  oneUploadAtATime: boolean
}

/** All that makes a situation, so that it can be kept in an address. */
export interface Scenario {
  /** The page of this app that is open. */
  page: string
  tab: Tab
  client: ClientChoice
  faults: ActiveFault[]
  /** Settings of the account that are not the usual ones. */
  settings: Partial<AccountSettings>
  /** What happened once, each kind as it was last. */
  moments: Moment[]
}

/** A scenario as an address gives it. */
export interface ReadScenario extends Scenario {
  /** Whether it says all, as what {@link writeScenario} wrote does: then the server is brought into just this situation. */
  isWhole: boolean
}

export function defaultClient(language: ClientLanguage = 'zh_CN'): ClientChoice {
  return { platform: 'ios', host: 'wechat', oldClient: false, language, theme: 'light', network: 'wifi', keepsCookies: true, bridge: 'at-once', signedUrl: 'usual', nested: 'usual', forgetsOnReturn: false, oneUploadAtATime: false }
}

/** The settings that differ from the usual ones. */
export function changedSettings(settings: AccountSettings): Partial<AccountSettings> {
  const usual = new Map(Object.entries(defaultSettings()).map(([name, value]) => [name, JSON.stringify(value)]))
  return Object.fromEntries(Object.entries(settings).filter(([name, value]) => JSON.stringify(value) !== usual.get(name)))
}

/** The scenario as an address's query; what is usual is left out. */
export function writeScenario({ page, tab, client, faults, settings, moments }: Scenario): string {
  const query = new URLSearchParams()
  const usual = defaultClient()
  const keep = (name: string, value: string, isUsual: boolean) => isUsual || query.append(name, value)
  keep('page', page, page === '/')
  keep('client', client.platform, client.platform === usual.platform)
  keep('host', client.host, client.host === usual.host)
  keep('version', 'old', !client.oldClient)
  keep('language', client.language, false)
  keep('theme', client.theme, client.theme === usual.theme)
  keep('network', client.network, client.network === usual.network)
  keep('cookies', 'dropped', client.keepsCookies)
  keep('bridge', client.bridge, client.bridge === usual.bridge)
  keep('checks', client.signedUrl, client.signedUrl === usual.signedUrl)
  keep('nested', client.nested, client.nested === usual.nested)
  keep('return', 'forgets', !client.forgetsOnReturn)
  keep('uploads', 'single', !client.oneUploadAtATime)
  keep('tab', tab, tab === 'signature')
  for (const { endpoint, fault } of faults)
    query.append('fault', `${endpoint}:${writeFault(fault)}`)
  if (Object.keys(settings).length > 0)
    query.append('settings', JSON.stringify(settings))
  for (const moment of moments)
    query.append('then', moment.action === 'advance-clock' ? `${moment.action}:${moment.ms}` : moment.action)
  return String(query).replaceAll('%2F', '/').replaceAll('%3A', ':')
}

/**
 * Reads what {@link writeScenario} wrote; what is unknown counts as usual.
 *
 * @param language of the client, where the address names none.
 */
export function readScenario(search: string, language: ClientLanguage): ReadScenario {
  const query = new URLSearchParams(search)
  const usual = defaultClient(language)
  const one = <const Value extends string>(name: string, values: readonly Value[], otherwise: Value): Value => values.find(value => value === query.get(name)) ?? otherwise
  return {
    page: query.get('page') ?? '/',
    tab: one('tab', tabs, 'signature'),
    client: {
      platform: one('client', platforms, usual.platform),
      host: one('host', hosts, usual.host),
      oldClient: query.get('version') === 'old',
      language: one('language', ['zh_CN', 'en'], usual.language),
      theme: one('theme', ['light', 'dark'], usual.theme),
      network: one('network', networks, usual.network),
      keepsCookies: query.get('cookies') !== 'dropped',
      bridge: one('bridge', ['at-once', 'late', 'never'], usual.bridge),
      signedUrl: one('checks', ['usual', 'landing', 'current', 'either'], usual.signedUrl),
      nested: one('nested', ['usual', 'text', 'objects'], usual.nested),
      forgetsOnReturn: query.get('return') === 'forgets',
      oneUploadAtATime: query.get('uploads') === 'single',
    },
    faults: query.getAll('fault').flatMap(readActiveFault),
    settings: readSettings(query.get('settings')),
    moments: query.getAll('then').flatMap(readMoment),
    isWhole: query.has('language'),
  }
}

/** A fault as a word: `errcode:45009`, `delay:3000`, `reset`; as JSON where it says more than that. */
export function writeFault(fault: Fault): string {
  const word = toWord(fault)
  const [kind = '', ...value] = word.split(':')
  return JSON.stringify(readFault(kind, value.join(':'))) === JSON.stringify(fault) ? word : JSON.stringify(fault)
}

function toWord(fault: Fault): string {
  switch (fault.kind) {
    case 'errcode':
      return `errcode:${fault.errcode}`
    case 'http-status':
      return `http-status:${fault.status}`
    case 'delay':
      return `delay:${fault.ms}`
    case 'expires-in':
      return `expires-in:${JSON.stringify(fault.value) ?? ''}`
    default:
      return fault.kind
  }
}

function readActiveFault(text: string): ActiveFault[] {
  const [endpoint = '', kind = '', ...rest] = text.split(':')
  const value = rest.join(':')
  // The server checks it all, and says so where something is unknown.
  const fault = kind.startsWith('{') ? parsed(`${kind}:${value}`) as Fault | undefined : readFault(kind, value)
  return fault ? [{ endpoint: endpoint as Endpoint | 'all', fault }] : []
}

function readFault(kind: string, value: string): Fault | undefined {
  switch (kind) {
    case 'errcode':
      return { kind, errcode: Number(value) }
    case 'http-status':
      return { kind, status: Number(value) }
    case 'delay':
      return { kind, ms: Number(value) }
    case 'expires-in':
      return { kind, value: parsed(value) }
    case 'timeout':
    case 'slow-body':
    case 'reset':
    case 'html':
    case 'truncated':
    case 'empty':
    case 'oversized':
    case 'redirect':
      return { kind }
  }
}

function readMoment(text: string): Moment[] {
  const [action, ms] = text.split(':')
  if (action === 'advance-clock')
    return [{ action, ms: Number(ms) }]
  return action === 'revoke-token' || action === 'expire-ticket' ? [{ action }] : []
}

function readSettings(text: string | null): Partial<AccountSettings> {
  const value = parsed(text ?? '')
  return typeof value === 'object' && value !== null ? value : {}
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  }
  catch {
    return undefined
  }
}
