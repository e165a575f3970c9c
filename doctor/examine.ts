import process from 'node:process'
import { checkIds, type Check, type CheckId, type Known, type Surroundings } from './check'
import { checkAccount } from './checks/account'
import { checkClock } from './checks/api/clock'
import { checkReach } from './checks/api/reach'
import { checkTicket } from './checks/api/ticket'
import { checkToken } from './checks/api/token'
import { checkDomains } from './checks/site/domains'
import { checkOwnership } from './checks/site/ownership'
import { checkSignature } from './checks/site/signature'
import { checkSignIn } from './checks/site/sign-in'
import { checkSite } from './checks/site/site'
import { checkStorage } from './checks/storage/storage'
import { readEnvFile } from './checks/variables/env-file'
import { checkVariables } from './checks/variables/variables'
import { createNetwork } from './network/request'
import { toResult, type CheckResult } from './output/result'
import { texts, type Language } from './texts'

const checks: Record<CheckId, Check> = {
  variables: checkVariables,
  account: checkAccount,
  clock: checkClock,
  reach: checkReach,
  token: checkToken,
  ticket: checkTicket,
  storage: checkStorage,
  domains: checkDomains,
  ownership: checkOwnership,
  site: checkSite,
  signature: checkSignature,
  sign_in: checkSignIn,
}

export interface Report {
  /** No check failed. */
  ok: boolean
  checks: CheckResult[]
}

export interface DoctorOptions extends Partial<Surroundings> {
  language: Language
  /** Told as it goes. */
  onStart?: (id: CheckId) => void
  onEnd?: (result: CheckResult) => void
}

/** Runs all checks, one after another, for the app in a folder. */
export async function examine({ language, onStart, onEnd, ...options }: DoctorOptions): Promise<Report> {
  const { environment = process.env, folder = process.cwd(), network = createNetwork(), now = Date.now } = options
  const { variables, problems: envProblems } = readEnvFile(folder)
  const surroundings: Surroundings = { environment: { ...variables, ...environment }, folder, network, now }
  const results: CheckResult[] = []
  let known: Known = { envProblems }
  for (const id of checkIds) {
    onStart?.(id)
    const outcome = await checks[id](known, surroundings)
    known = { ...known, ...outcome.known }
    const result = toResult(id, outcome.findings, texts[language])
    results.push(result)
    onEnd?.(result)
  }
  return { ok: results.every(({ status }) => status !== 'failed'), checks: results }
}
