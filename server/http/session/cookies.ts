import { randomUUID } from 'node:crypto'
import { clearSession, getSession, parseCookies, updateSession, type H3Event, type SessionConfig } from 'h3'
import type { WechatUser } from '../../../shared/wechat'
import { STATE_LIFETIME_MS, type OAuthScope } from '../../wechat'

/** Cookies are sealed with this, and sent by https alone where the site is https. */
export interface SessionKey {
  password: string
  isSecure: boolean
}

/** A sign-in that has begun in this browser. */
export interface PendingSignIn {
  state: string
  scope: OAuthScope
  /** Where to go afterwards: a path of this site. */
  redirect: string
  /** Milliseconds since 1970. */
  startedAt: number
  /** A state works once. */
  isUsed?: boolean
}

const SESSION_SECONDS = 7 * 24 * 3600
/** As many tabs as may sign in at a time. */
const MAX_PENDING = 5
/** Browsers drop cookies over 4096 bytes; sealing makes a half more of the text. */
const MAX_PENDING_LENGTH = 2200

function configure(key: SessionKey, name: string, maxAge: number): SessionConfig & { name: string } {
  // h3 would take the session from a header too, and leaves SameSite unset.
  return { name, maxAge, password: key.password, sessionHeader: false, cookie: { httpOnly: true, sameSite: 'lax', secure: key.isSecure, path: '/' } }
}

const userConfig = (key: SessionKey) => configure(key, 'wechat-user', SESSION_SECONDS)
const pendingConfig = (key: SessionKey) => configure(key, 'wechat-sign-in', STATE_LIFETIME_MS / 1000)

/** h3 creates a session on read; browsers without a cookie must not get one. */
async function readSession(event: H3Event, config: SessionConfig & { name: string }): Promise<Record<string, unknown> | undefined> {
  return parseCookies(event)[config.name] ? (await getSession(event, config)).data : undefined
}

/** Resets `createdAt`, so that the new session gets its full lifetime. */
async function startSession(event: H3Event, config: SessionConfig, data: Record<string, unknown>): Promise<void> {
  const session = await getSession(event, config)
  session.id = randomUUID()
  session.createdAt = Date.now()
  session.data = {}
  await updateSession(event, config, data)
}

/** The user who is signed in, as the sealed cookie says. */
export async function readUser(event: H3Event, key: SessionKey): Promise<WechatUser | undefined> {
  const { user } = await readSession(event, userConfig(key)) ?? {}
  // Only this server seals, and it seals a user.
  return user as WechatUser | undefined
}

export function startUserSession(event: H3Event, key: SessionKey, user: WechatUser): Promise<void> {
  return startSession(event, userConfig(key), { user })
}

export function endUserSession(event: H3Event, key: SessionKey): Promise<void> {
  return clearSession(event, userConfig(key))
}

/** The sign-ins under way in this browser, oldest first. */
export async function readPending(event: H3Event, key: SessionKey): Promise<PendingSignIn[]> {
  const { pending = [] } = await readSession(event, pendingConfig(key)) ?? {}
  // Only this server seals, and it seals a list of them.
  return (pending as PendingSignIn[]).filter(({ startedAt }) => Date.now() < startedAt + STATE_LIFETIME_MS)
}

/** Keeps the newest of these, as many as a cookie holds. */
export function writePending(event: H3Event, key: SessionKey, all: PendingSignIn[]): Promise<void> {
  const pending = all.slice(-MAX_PENDING)
  while (pending.length > 1 && JSON.stringify(pending).length > MAX_PENDING_LENGTH)
    pending.shift()
  return startSession(event, pendingConfig(key), { pending })
}
