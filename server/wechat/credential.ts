/** An access token or a jsapi ticket, with the facts that its freshness is derived from. */
export interface Credential {
  value: string
  /** Milliseconds since 1970, counted from before the request was sent: never later than WeChat's own expiry. */
  expiresAt: number
  /** Which holder of the lease wrote it: a later one's is higher. Only where several processes share a store. */
  fence?: number
}

const MAX_LIFE_SECONDS = 7200
/** WeChat gives none shorter (`stable_token` gives another token in the last 5 minutes); believing one would be a loop of calls. */
const MIN_LIFE_SECONDS = 5
/** Clocks are read one after the other. */
const TOLERANCE_MS = 1000
/** How long a value counts whose life WeChat did not tell: short enough to be right, long enough not to ask at once. */
const UNKNOWN_LIFE_SECONDS = 60

/** The longest lead before expiry: inside the last 5 minutes, the only ones in which `stable_token` gives a new token. */
const MAX_LEAD_MS = 240_000
const MIN_RENEWAL_DELAY_MS = 5000

export function isFresh(credential: Credential | undefined, now: number): credential is Credential {
  return credential !== undefined && now < credential.expiresAt
}

/**
 * WeChat's `expires_in` as seconds: a number or a string of one, from 5 to 7200. What is missing, zero, negative or no
 * number counts as a minute.
 */
export function parseLifeSeconds(expiresIn: unknown): number {
  const seconds = typeof expiresIn === 'string' && expiresIn.trim() ? Number(expiresIn) : expiresIn
  return typeof seconds === 'number' && seconds > 0 ? Math.min(Math.max(seconds, MIN_LIFE_SECONDS), MAX_LIFE_SECONDS) : UNKNOWN_LIFE_SECONDS
}

/**
 * How long to wait before renewing, in milliseconds: until a fifth of the remaining life is left, at most 4 minutes,
 * less up to a quarter of that lead by chance, so that processes do not renew in step. Never under 5 seconds: where
 * WeChat gives the same value back, the waits get shorter and do not become a loop.
 *
 * @param random a number from 0 up to 1.
 */
export function renewalDelayMs(credential: Credential, now: number, random: number): number {
  const remaining = credential.expiresAt - now
  const lead = Math.min(remaining / 5, MAX_LEAD_MS)
  return Math.max(remaining - lead * (1 - random / 4), MIN_RENEWAL_DELAY_MS)
}

/** What a store gave back, if it is a credential at all, and fresh: none lives longer than WeChat gives it. */
export function readCredential(value: unknown, now: number): Credential | undefined {
  if (typeof value !== 'object' || value === null || !('value' in value) || !('expiresAt' in value))
    return undefined
  const { value: text, expiresAt, fence } = { fence: undefined, ...value }
  if (typeof text !== 'string' || !text || typeof expiresAt !== 'number')
    return undefined
  const credential = { value: text, expiresAt, ...typeof fence === 'number' && { fence } }
  return isFresh(credential, now) && expiresAt <= now + MAX_LIFE_SECONDS * 1000 + TOLERANCE_MS ? credential : undefined
}
