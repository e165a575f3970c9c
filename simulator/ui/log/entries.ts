import type { ApiCall } from '../../api/calls'
import { toPageName } from '../../bridge/calls/api-names'
import type { BridgeCall, PageRequest } from '../../bridge/record/state'
import { maskSecrets } from '../../mask'

export const lanes = ['bridge', 'server', 'wechat'] as const

export type Lane = typeof lanes[number]

/** One call of any kind, ready to be shown: secrets are masked. */
export interface LogEntry {
  key: string
  lane: Lane
  /** This browser's time, in milliseconds since 1970. */
  at: number
  what: string
  /** The bridge's name of the call, where the page writes another. */
  bridgeName?: string
  params: string
  answer: string
  /** None while it is under way. */
  durationMs?: number
  isFailure: boolean
  fault?: string
  /** What the documents would refuse of it, though WeChat takes it. */
  warning?: string
}

export interface LogSources {
  calls: Map<string, BridgeCall>
  requests: Map<string, PageRequest>
  apiCalls: ApiCall[]
  /** The server machine's clock less this browser's, in milliseconds. */
  clockOffset: number
}

/** All calls in the order of their beginning. */
export function toEntries({ calls, requests, apiCalls, clockOffset }: LogSources): LogEntry[] {
  return [
    ...[...calls].map(([key, call]) => fromBridge(key, call)),
    ...[...requests].map(([key, request]) => fromRequest(key, request)),
    ...apiCalls.map(call => fromApi(call, clockOffset)),
  ].sort((one, other) => one.at - other.at)
}

/** Those of the chosen lanes that hold every word of the filter. */
export function filterEntries(entries: LogEntry[], filter: string, shown: Lane[]): LogEntry[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter((entry) => {
    const text = `${entry.what} ${entry.bridgeName ?? ''} ${entry.params} ${entry.answer} ${entry.fault ?? ''} ${entry.warning ?? ''}`.toLowerCase()
    return shown.includes(entry.lane) && words.every(word => text.includes(word))
  })
}

/** The entries as a table of text, a call a line. */
export function entriesToText(entries: LogEntry[], laneNames: Record<Lane, string>): string {
  return entries.map(({ at, lane, what, bridgeName, params, answer, durationMs, fault, warning }) =>
    [timeOf(at), laneNames[lane], bridgeName ? `${what} (${bridgeName})` : what, params, answer, `${durationMs ?? '…'} ms`, fault ?? '', warning ?? ''].map(cell => cell.replaceAll(/\s+/g, ' ')).join('\t').trimEnd()).join('\n')
}

/** `14:03:07.120` */
export function timeOf(at: number): string {
  const date = new Date(at)
  return `${date.toTimeString().slice(0, 8)}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

function fromBridge(key: string, { at, name, params, answer, durationMs, refused }: BridgeCall): LogEntry {
  const message = String(answer?.err_msg ?? '')
  return {
    key: `bridge ${key}`,
    lane: 'bridge',
    at,
    what: toPageName(name),
    bridgeName: toPageName(name) === name ? undefined : name,
    params: textOf(withPageNames(withoutSignature(params))),
    answer: textOf(answer),
    durationMs,
    isFailure: Boolean(refused) || /fail|denied|not_exist/.test(message),
  }
}

/** The JS-SDK repeats the signature with every call; it is of interest with the first alone. */
function withoutSignature(params: Record<string, unknown>): Record<string, unknown> {
  if ('verifyJsApiList' in params)
    return params
  return Object.fromEntries(Object.entries(params).filter(([name]) => !/^verify|^appId$/.test(name)))
}

/** Lists of APIs, as the page wrote them. */
function withPageNames(params: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, /jsApiList$/i.test(name) && Array.isArray(value) ? value.map(item => toPageName(String(item))) : value]))
}

function fromRequest(key: string, { at, method, url, body, status, answer, durationMs }: PageRequest): LogEntry {
  return {
    key: `server ${key}`,
    lane: 'server',
    at,
    what: `${method} ${textOf(url.replace(/\?.*$/s, ''))}`,
    params: [textOf(url.replace(/^[^?]*/s, '')), textOf(body)].filter(Boolean).join(' '),
    answer: [status, textOf(answer)].filter(Boolean).join(' '),
    durationMs,
    isFailure: status !== undefined && (status === 0 || status >= 400),
  }
}

function fromApi({ id, realAt, endpoint, method, params, answer, fault, durationMs, warnings }: ApiCall, clockOffset: number): LogEntry {
  return {
    key: `wechat ${id}`,
    lane: 'wechat',
    at: realAt - clockOffset,
    what: `${method} ${endpoint}`,
    // Masked by the server already.
    params: JSON.stringify(params),
    answer: JSON.stringify(answer) ?? '',
    durationMs,
    isFailure: Boolean(fault) || Boolean(answer?.errcode ?? answer?.refused),
    fault,
    warning: warnings?.join('; '),
  }
}

function textOf(value: unknown): string {
  if (value === undefined || value === null || value === '')
    return ''
  const masked = maskSecrets(value)
  return typeof masked === 'string' ? masked : JSON.stringify(masked)
}
