import * as v from 'valibot'
import type { WechatErrorCode } from '../../../shared/wechat'
import { MAX_BACKOFF_MS, type Failure } from './backoff'

/** WeChat gives none that lives longer. */
export const MAX_LIFETIME_MS = 7200_000
/** Clocks are corrected by so much now and then. */
const TOLERANCE_MS = 1000

/** A token or ticket. Times by this process's steady clock. */
export interface Credential {
  value: string
  /** When WeChat gave it, or gave the same one again. */
  obtainedAt: number
  /** Counted from before the request was sent: never later than WeChat's own expiry. */
  expiresAt: number
}

/** The credential, until it expires. */
export const ifValid = (credential: Credential | undefined, now: number) => credential && now < credential.expiresAt ? credential : undefined

/** What all processes of an account know: one value in the storage. */
export interface AccountRecord {
  ticket?: Credential
  token?: Credential
  failure?: Failure
  /** Until then no token may be refreshed by force. */
  forcedUntil?: number
}

const credential = v.object({ value: v.pipe(v.string(), v.nonEmpty()), ageMs: v.number(), leftMs: v.pipe(v.number(), v.maxValue(MAX_LIFETIME_MS)) })

const schema = v.object({
  /** By the clock of the machine that wrote it, in milliseconds since 1970. */
  savedAt: v.number(),
  ticket: v.optional(credential),
  token: v.optional(credential),
  failure: v.optional(v.object({
    code: v.string(),
    hint: v.string(),
    errcode: v.optional(v.number()),
    endpoint: v.optional(v.string()),
    count: v.number(),
    agoMs: v.number(),
    retryInMs: v.pipe(v.number(), v.maxValue(MAX_BACKOFF_MS)),
  })),
  forcedForMs: v.optional(v.pipe(v.number(), v.maxValue(MAX_LIFETIME_MS))),
})

/** The record for the storage. Every time in it is a length, as the clocks of processes differ. */
export function serializeRecord({ ticket, token, failure, forcedUntil }: AccountRecord, now: number, wallNow: number): v.InferInput<typeof schema> {
  const serialize = (one?: Credential) => one && { value: one.value, ageMs: now - one.obtainedAt, leftMs: one.expiresAt - now }
  return {
    savedAt: wallNow,
    ticket: serialize(ticket),
    token: serialize(token),
    failure: failure && serializeFailure(failure, now),
    forcedForMs: forcedUntil && forcedUntil - now,
  }
}

function serializeFailure({ failedAt, retryAt, ...failure }: Failure, now: number) {
  return { ...failure, agoMs: now - failedAt, retryInMs: retryAt - now }
}

/** What a storage gave back. */
export interface StoredValue {
  value: unknown
  /** How long ago it was written, where the storage itself tells. */
  ageMs?: number
}

/**
 * The record that was stored, by this process's clock; an empty one for what is not a record of ours. Two clocks tell how old it is, the
 * storage's and the machine's: a credential expires by the one that says older. A record from the future was written before the clock
 * was set back: how long its ticket still lives is not known, so it counts as empty too.
 */
export function parseRecord({ value, ageMs }: StoredValue, now: number, wallNow: number): AccountRecord {
  const result = v.safeParse(schema, value)
  if (!result.success)
    return {}
  const { savedAt, ticket, token, failure, forcedForMs } = result.output
  const wallAgeMs = wallNow - savedAt
  const storedAgeMs = ageMs ?? wallAgeMs
  if (storedAgeMs < -TOLERANCE_MS)
    return {}
  const storedAt = now - storedAgeMs
  const parse = (one: v.InferOutput<typeof credential> | undefined): Credential | undefined => {
    const leftMs = (one?.leftMs ?? 0) - Math.max(storedAgeMs, wallAgeMs)
    return one && leftMs > 0 ? { value: one.value, obtainedAt: storedAt - one.ageMs, expiresAt: now + leftMs } : undefined
  }
  return {
    ticket: parse(ticket),
    token: parse(token),
    failure: failure && {
      ...failure,
      // Only this app writes here, and it writes its own codes.
      code: failure.code as WechatErrorCode,
      failedAt: storedAt - failure.agoMs,
      retryAt: storedAt + failure.retryInMs,
    },
    forcedUntil: forcedForMs === undefined ? undefined : storedAt + forcedForMs,
  }
}
