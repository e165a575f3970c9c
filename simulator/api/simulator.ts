import { type Account, type AccountSettings, defaultSettings, type Endpoint, SIMULATOR_APP_ID, SIMULATOR_APP_SECRET } from './account/account'
import { AuthorizePage } from './oauth/authorize'
import { authorizePages, type AuthorizePath, isAuthorizePath } from './oauth/authorize-rules'
import { type ApiCall, CallLog, realNow } from './calls'
import { type Clock, createClock } from './clock'
import { Control, ControlError } from './control'
import { DailyCounters } from './account/counters'
import { Credentials } from './account/credentials'
import { answer } from './endpoints/answer'
import { notOnWhitelist } from './endpoints/credentials'
import { parseObject, readParams, type Route, routes } from './endpoints/routes'
import { failure } from './answers/errcodes'
import { type Fault, Faults } from './faults/faults'
import { download, upload } from './media/client-media'
import { isMedia, type Media, MediaStore } from './media/media-store'
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
const CLIENT = '/client/'

/** Plays WeChat's HTTP API for one account. */
export function createSimulator({ appId = SIMULATOR_APP_ID, appSecret = SIMULATOR_APP_SECRET, now: base, clock = createClock(base), ...changed }: SimulatorOptions = {}): Simulator {
  const now = () => clock.now()
  const account: Account = { appId, appSecret, settings: { ...defaultSettings(), ...changed } }
  const counters = new DailyCounters(now)
  const credentials = new Credentials(account.settings, counters, now)
  const oauth = new OAuthDesk(account, now)
  const authorizePage = new AuthorizePage(account, oauth)
  const media = new MediaStore(now)
  const parts = { account, credentials, counters, oauth, media, now }
  const faults = new Faults()
  const log = new CallLog()
  const control = new Control({ account, clock, credentials, counters, faults, log })

  async function call(route: Route, request: SimulatorRequest): Promise<Reply> {
    const { endpoint } = route
    const { method, ip } = request
    const params = readParams(route, request)
    const entry = log.add({ endpoint, method, ip, at: now(), realAt: realNow(), params: params ?? {} })
    const startedAt = performance.now()
    const fault = faults.take(endpoint)
    let file: Media | undefined
    entry.fault = fault?.kind
    if (fault?.kind === 'delay')
      await new Promise(resolve => setTimeout(resolve, fault.ms))
    if (fault?.kind === 'errcode')
      entry.answer = fault.errcode === 40164 && !fault.errmsg ? notOnWhitelist(ip) : failure(fault.errcode, fault.errmsg)
    else if (!fault || ['delay', 'expires-in', 'truncated'].includes(fault.kind)) {
      const given = answer(route, { method, params, ip }, parts)
      file = isMedia(given) ? given : undefined
      entry.answer = isMedia(given) ? { file: given.name, bytes: given.bytes.length } : given
    }
    if (fault?.kind === 'expires-in' && entry.answer)
      entry.answer = { ...entry.answer, expires_in: fault.value }
    // Web sign-in says it is text.
    const type = request.path.startsWith('/sns/') ? 'text/plain' : undefined
    return { json: entry.answer, type, file, fault, onEnd: () => entry.durationMs = Math.round(performance.now() - startedAt) }
  }

  function authorize(path: AuthorizePath, request: SimulatorRequest): Reply {
    const { method, ip, query } = request
    const { reply, warnings, refused } = authorizePage.answer(path, request)
    const { location } = reply
    log.add({
      endpoint: authorizePages[path].name,
      method,
      ip,
      at: now(),
      realAt: realNow(),
      params: Object.fromEntries(query),
      answer: { ...refused && { refused }, ...location && { location } },
      durationMs: 0,
      ...warnings.length > 0 && { warnings },
    })
    return reply
  }

  function playClient(action: string, body: Params): Reply {
    switch (action) {
      case 'verify':
        return { cors: true, json: verify(body, account, credentials.knownTickets) }
      case 'upload':
        return { cors: true, json: upload(body, media) }
      case 'download':
        return { cors: true, json: download(body, media) }
      default:
        return { status: 404, json: { message: 'no such action' } }
    }
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
      const { path } = request
      if (path.startsWith(CLIENT))
        return playClient(path.slice(CLIENT.length), parseObject(request.body) ?? {})
      if (path.startsWith(CONTROL))
        return runControl(request)
      if (isAuthorizePath(path))
        return authorize(path, request)
      const route = Object.hasOwn(routes, path) ? routes[path] : undefined
      return route ? call(route, request) : { json: failure(40066) }
    },
  }
}
