import type { WechatConfig } from '../server/http/config/schema'
import type { Network, NetworkAnswer, NetworkFailure } from './network/request'
import type { NoteKey, Params, ProblemKey } from './texts'

/** What is checked, in this order. */
export const checkIds = ['variables', 'account', 'clock', 'reach', 'token', 'ticket', 'storage', 'domains', 'ownership', 'site', 'signature', 'sign_in'] as const

export type CheckId = typeof checkIds[number]

/** Something that is wrong, or may become so. Its text is looked up where it is printed. */
export interface Problem {
  status: 'failed' | 'warning'
  text: ProblemKey
  /** The app's own code for it, where it has one: with a page in docs/errors. Elsewhere the text's name stands for it. */
  code?: string
  params?: Params
}

/** What else there is to say: what was found in order, or why nothing was looked at. */
export interface Note {
  status: 'ok' | 'skipped'
  text: NoteKey
  params?: Params
}

export type Finding = Problem | Note

/** What earlier checks have found out. What is missing here was not found out. */
export interface Known {
  /** What in `.env` is probably not meant so. */
  envProblems?: Problem[]
  config?: WechatConfig
  /** AppID and AppSecret stand in each other's place. */
  isSwapped?: boolean
  account?: { appId: string, appSecret: string }
  /** The one request to the API base that the clock and the way there are read from. */
  probe?: NetworkAnswer | NetworkFailure
  isApiReached?: boolean
  token?: string
  ticket?: string
  /** The JS domains that answer, as addresses: with the folder that the console has, where it has one. */
  openDomains?: string[]
  /** The app of this account answers there. */
  site?: { origin: string, ticketExpiresInSeconds: number }
}

export interface Surroundings {
  /** The environment over `.env`. */
  environment: Record<string, string | undefined>
  /** The app's own folder. */
  folder: string
  network: Network
  /** Milliseconds since 1970. */
  now: () => number
}

export interface Outcome {
  findings: Finding[]
  known?: Known
}

export type Check = (known: Known, surroundings: Surroundings) => Outcome | Promise<Outcome>

export function found(...findings: Finding[]): Outcome {
  return { findings }
}

export function failed(text: ProblemKey, params?: Params): Problem {
  return { status: 'failed', text, params }
}

/** What the app has a code for. */
export function failedAs(code: string, text: ProblemKey, params?: Params): Problem {
  return { status: 'failed', text, code, params }
}

export function warning(text: ProblemKey, params?: Params): Problem {
  return { status: 'warning', text, params }
}

/** What cannot be told as an earlier check found no way. */
export function skippedAfter(check: CheckId): Outcome {
  return found({ status: 'skipped', text: 'skipped_after', params: { check } })
}

/** The problems; a note where there is none. */
export function problemsOr(problems: Problem[], text: NoteKey, params?: Params): Finding[] {
  return problems.length > 0 ? problems : [{ status: 'ok', text, params }]
}
