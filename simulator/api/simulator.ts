import { type Account, type AccountSettings, defaultSettings, type Endpoint, SIMULATOR_APP_ID, SIMULATOR_APP_SECRET } from './account/account'
import { AuthorizePage } from './oauth/authorize'
import { type ApiCall, CallLog, realNow } from './calls'
import { type Clock, createClock } from './clock'
import { Control, ControlError } from './control'
import { DailyCounters } from './account/counters'
import { Credentials } from './account/credentials'
import { answer, endpoints, notOnWhitelist } from './endpoints'
import { failure } from './answers/errcodes'
import { type Fault, Faults } from './faults/faults'
import { OAuthDesk, type OAuthScope } from './oauth/oauth'
import type { Params, SimulatorRequest } from './answers/request'
import { findTestUser, testUsers } from './oauth/test-users'
import { verify } from './verify'
import type { Reply } from './faults/write-reply'

export interface SimulatorOptions extends Partial<AccountSettings> {
  appId?: string
  appSecret?: string
  /** Milliseconds since 1970. */
  now?: () => number
  /** WeChat's clock, where it is not one of its own. */
  clock?: Clock
}

/** WeChat's servers for one account. */
export interface Simulator extends Account {
  /** The last calls of the API, oldest first. */
  readonly calls: readonly ApiCall[]
  /** How many calls came in all, or to one endpoint. */
  count(endpoint?: Endpoint): number
  /** Forgets all calls, and counts from 0. */
  clearCalls(): void
  /**
   * Switches a fault on, in place of the one that was on for the same endpoint.
   * `times`: for so many calls; default: until it is switched off.
   */
  fault(endpoint: Endpoint | 'all', fault: Fault, times?: number): void
  clearFaults(): void
  /** Ends every access token now: the next call with one answers 40001. */
  revokeAccessToken(): void
  /** Ends every jsapi ticket now. */
  expireTicket(): void
  /** What the authorise page would send back for this test user (default: the first), without the page. */
  issueCode(grant: { user?: string, scope: OAuthScope }): string
  /** Runs WeChat's clock on, so that what lives long is over. */
  advanceClock(ms: number): void
  /** Answers one request; the server that has the connection writes the reply. */
  handle(request: SimulatorRequest): Promise<Reply>
}

const CONTROL = '/control/'

/** Plays WeChat's HTTP API for one account. */
export function createSimulator({ appId = SIMULATOR_APP_ID, appSecret = SIMULATOR_APP_SECRET, now: base, clock = createClock(base), ...changed }: SimulatorOptions = {}): Simulator {
  const now = () => clock.now()
  const account: Account = { appId, appSecret, settings: { ...defaultSettings(), ...changed } }
  const counters = new DailyCounters(now)
  const credentials = new Credentials(account.settings, counters, now)
  const oauth = new OAuthDesk(account, now)
  const authorizePage = new AuthorizePage(account, oauth)
  const faults = new Faults()
  const log = new CallLog()
  const control = new Control({ account, clock, credentials, counters, faults, log })

  async function call(endpoint: Endpoint, request: SimulatorRequest): Promise<Reply> {
    const { method, ip } = request
    const params = readParams(request)
    const entry = log.add({ endpoint, method, ip, at: now(), realAt: realNow(), params: params ?? {} })
    const startedAt = performance.now()
    const fault = faults.take(endpoint)
    entry.fault = fault?.kind
    if (fault?.kind === 'delay')
      await new Promise(resolve => setTimeout(resolve, fault.ms))
    if (fault?.kind === 'errcode')
      entry.answer = fault.errcode === 40164 && !fault.errmsg ? notOnWhitelist(ip) : failure(fault.errcode, fault.errmsg)
    else if (!fault || ['delay', 'expires-in', 'truncated'].includes(fault.kind))
      entry.answer = answer(endpoint, { method, params, ip }, { account, credentials, counters, oauth })
    if (fault?.kind === 'expires-in' && entry.answer)
      entry.answer = { ...entry.answer, expires_in: fault.value }
    return { json: entry.answer, fault, onEnd: () => entry.durationMs = Math.round(performance.now() - startedAt) }
  }

  function runControl({ method, path, query, body }: SimulatorRequest): Reply {
    const action = path.slice(CONTROL.length)
    if ((method === 'GET') !== (action === 'state'))
      return { status: 405, json: { message: `${action}: ${action === 'state' ? 'GET' : 'POST'}` } }
    try {
      const json = control.run(action, parseObject(body || '{}'), Number(query.get('since')) || 0)
      return json ? { json } : { status: 404, json: { message: 'no such action' } }
    }
    catch (error) {
      if (!(error instanceof ControlError))
        throw error
      return { status: 400, json: { message: error.message } }
    }
  }

  return {
    ...account,
    calls: log.calls,
    count: endpoint => log.count(endpoint),
    clearCalls: () => {
      log.clear()
      log.clearCounts()
    },
    fault: (endpoint, fault, times) => faults.set(endpoint, fault, times),
    clearFaults: () => faults.clear(),
    revokeAccessToken: () => credentials.revokeTokens(),
    expireTicket: () => credentials.expireTickets(),
    issueCode: ({ user = testUsers[0].id, scope }) => oauth.issueCode({ user: findTestUser(user) ?? testUsers[0], scope }),
    advanceClock: ms => clock.advance(ms),
    async handle(request) {
      if (request.path === '/client/verify')
        return { cors: true, json: verify(parseObject(request.body) ?? {}, account, credentials.knownTickets) }
      if (request.path.startsWith(CONTROL))
        return runControl(request)
      if (request.path === '/connect/oauth2/authorize')
        return authorizePage.answer(request.query, request.language ?? '')
      const endpoint = endpoints[request.path]
      return endpoint ? call(endpoint, request) : { status: 404, json: { errcode: 404, errmsg: 'not found' } }
    },
  }
}

function readParams({ method, query, body }: SimulatorRequest): Params | undefined {
  return method === 'POST' ? parseObject(body) : Object.fromEntries(query)
}

function parseObject(text: string): Params | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  }
  catch {
    return undefined
  }
}
