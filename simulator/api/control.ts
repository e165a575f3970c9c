import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { type Account, type AccountSettings, defaultSettings, type Endpoint, endpointNames } from './account/account'
import { type ApiCall, type CallLog, realNow } from './calls'
import type { Clock } from './clock'
import type { DailyCounters } from './account/counters'
import type { Credentials } from './account/credentials'
import { explainSignature, type Explanation } from './signature/explain'
import type { ActiveFault, Faults } from './faults/faults'
import { type Issued, secondsLeft } from './account/issued'
import { mask, maskSecrets } from '../mask'

/** A credential as a user may see it. */
export interface CredentialView {
  /** Masked. */
  value: string
  remainingSeconds: number
}

export interface CounterView {
  endpoint: Endpoint
  /** All calls of this run, whatever they were answered. */
  calls: number
  /** Those that WeChat counted today (in Beijing). */
  counted: number
  quota?: number
}

/** The account as its console would show it, and what the simulator adds to it. Holds no secret. */
export interface ControlState {
  /** Changes when the simulator is started anew. */
  run: string
  /** WeChat's clock now, in milliseconds since 1970. */
  now: number
  /** This machine's clock now. */
  realNow: number
  appId: string
  settings: AccountSettings
  stableToken?: CredentialView
  classicToken?: CredentialView
  jsapiTicket?: CredentialView
  counters: CounterView[]
  faults: ActiveFault[]
  /** How many calls the log holds. */
  callCount: number
  /** Oldest first, masked; those after `since`, where it is given. */
  calls: ApiCall[]
}

const hosts = v.array(v.pipe(v.string(), v.regex(/^[^\s/,]+$/, 'hosts without scheme and path')))
const lifetime = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7200))
const endpoint = v.picklist(endpointNames)
/** `null` lets every caller in. JSON has no `undefined`. */
const orAll = <const Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.nullable(schema), v.transform(value => value ?? undefined))

const settings = v.partial(v.strictObject({
  tokenLifetimeSeconds: lifetime,
  ticketLifetimeSeconds: lifetime,
  allowedIps: orAll(v.array(v.pipe(v.string(), v.ip('IP addresses')))),
  dailyQuota: v.record(endpoint, v.pipe(v.number(), v.integer(), v.minValue(0))),
  jsDomains: orAll(hosts),
  oauthDomain: orAll(v.pipe(v.string(), v.regex(/^[^\s/,]+$/, 'a host without scheme and path'))),
  renewsTicketEarly: v.boolean(),
  unauthorized: v.array(endpoint),
}))

const fault = v.variant('kind', [
  v.strictObject({ kind: v.literal('errcode'), errcode: v.pipe(v.number(), v.integer()), errmsg: v.optional(v.string()) }),
  v.strictObject({ kind: v.literal('slow-body'), everyMs: v.optional(v.number()) }),
  v.strictObject({ kind: v.literal('http-status'), status: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)) }),
  v.strictObject({ kind: v.literal('redirect'), location: v.optional(v.pipe(v.string(), v.regex(/^[!-~]*$/, 'an address without spaces, in ASCII'))) }),
  v.strictObject({ kind: v.literal('expires-in'), value: v.optional(v.unknown()) }),
  v.strictObject({ kind: v.literal('delay'), ms: v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)) }),
  v.strictObject({ kind: v.picklist(['timeout', 'reset', 'html', 'truncated', 'empty', 'oversized']) }),
])

const target = v.union([endpoint, v.literal('all')])
const nothing = v.object({})
const advance = v.strictObject({ ms: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(30 * 86_400_000)) })
const moment = v.variant('action', [
  v.strictObject({ action: v.picklist(['revoke-token', 'expire-ticket']) }),
  v.strictObject({ action: v.literal('advance-clock'), ...advance.entries }),
])
const situation = v.strictObject({ settings, faults: v.array(v.strictObject({ endpoint: target, fault })), moments: v.array(moment) })

/** What happens once, at a moment. */
export type Moment = v.InferOutput<typeof moment>

/** What comes by a clipboard has spaces around it now and then. */
const text = v.pipe(v.string(), v.trim(), v.nonEmpty())
const pasted = v.object({
  url: text,
  noncestr: text,
  timestamp: v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.trim()),
  ticket: text,
  signature: text,
})

export interface ControlParts {
  account: Account
  clock: Clock
  credentials: Credentials
  counters: DailyCounters
  faults: Faults
  log: CallLog
}

/** A wrong request to the control, in words for its sender. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
}

/** What a user does with the simulator, by HTTP: the console of the account, and faults at a click. */
export class Control {
  private readonly runId = randomUUID()

  constructor(private readonly parts: ControlParts) {}

  /**
   * @param action the path's last segment.
   * @returns the state after it, or the explanation that was asked for; `undefined` for an unknown action.
   * @throws {ControlError} where the body is not what the action takes.
   */
  run(action: string, body: unknown, since = 0): ControlState | Explanation | undefined {
    const { account, faults, log } = this.parts
    switch (action) {
      case 'state':
        break
      case 'settings':
        Object.assign(account.settings, parse(settings, body))
        break
      case 'fault': {
        const { endpoint, fault: chosen } = parse(v.strictObject({ endpoint: target, fault: v.nullable(fault) }), body)
        if (chosen)
          faults.set(endpoint, chosen)
        else
          faults.remove(endpoint)
        break
      }
      case 'clear-faults':
        faults.clear()
        break
      case 'revoke-token':
      case 'expire-ticket':
        parse(nothing, body)
        this.happen({ action })
        break
      case 'advance-clock':
        this.happen({ action, ...parse(advance, body) })
        break
      case 'restore': {
        const { settings: changed, faults: chosen, moments } = parse(situation, body)
        Object.assign(account.settings, defaultSettings(), changed)
        faults.clear()
        chosen.forEach(({ endpoint, fault }) => faults.set(endpoint, fault))
        moments.forEach(one => this.happen(one))
        break
      }
      case 'clear-calls':
        parse(nothing, body)
        log.clear()
        break
      case 'explain':
        return this.explain(parse(pasted, body))
      default:
        return undefined
    }
    return this.state(since)
  }

  private happen(moment: Moment): void {
    const { clock, credentials } = this.parts
    switch (moment.action) {
      case 'revoke-token':
        return credentials.revokeTokens()
      case 'expire-ticket':
        return credentials.expireTickets()
      case 'advance-clock':
        return clock.advance(moment.ms)
    }
  }

  private state(since: number): ControlState {
    const { account: { appId, settings }, clock, credentials: { current }, counters, faults, log } = this.parts
    const now = clock.now()
    const view = (issued: Issued | undefined) => issued && { value: mask(issued.value), remainingSeconds: secondsLeft(issued, now) }
    return {
      run: this.runId,
      now,
      realNow: realNow(),
      appId,
      settings,
      stableToken: view(current.stableToken),
      classicToken: view(current.classicToken),
      jsapiTicket: view(current.jsapiTicket),
      counters: endpointNames.map(endpoint => ({ endpoint, calls: log.count(endpoint), counted: counters.count(endpoint), quota: settings.dailyQuota[endpoint] })),
      faults: faults.list,
      callCount: log.calls.length,
      // A copy of a call is a call.
      calls: log.calls.filter(({ id }) => id > since).map(call => maskSecrets(call) as ApiCall),
    }
  }

  /** A signature of any system, whose ticket came with it. */
  private explain({ url, noncestr, timestamp, ticket, signature }: v.InferOutput<typeof pasted>): Explanation {
    const { valid, over, accessTokens } = this.parts.credentials.knownTickets
    // What is known here to be no ticket, or none any more, is not taken for one because it was pasted.
    const isNone = over.includes(ticket) || accessTokens.includes(ticket)
    return explainSignature(
      { url: url.replace(/#.*$/s, ''), href: url, nonceStr: noncestr, timestamp, signature },
      { valid: isNone ? valid : [ticket], over, accessTokens, others: isNone ? [] : valid.filter(value => value !== ticket) },
    )
  }
}

function parse<const Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, body)
  if (result.success)
    return result.output
  const [issue] = result.issues
  throw new ControlError(`${v.getDotPath(issue) ?? 'the body'}: ${issue.message}`)
}
