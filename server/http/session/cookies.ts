import { randomBytes, randomUUID } from 'node:crypto'
import { deleteCookie, getSession, parseCookies, unsealSession, updateSession, type H3Event, type SessionConfig } from 'h3'
import type { WechatUser } from '../../../shared/wechat'
import { STATE_LIFETIME_MS, type OAuthScope } from '../../wechat'

/** Cookies are sealed with this, and sent by https alone where the site is https. */
export interface SessionKey {
  password: string
  isSecure: boolean
}

/** A sign-in that has begun in this browser. It has a cookie of its own, so that two may begin at the same moment. */
export interface PendingSignIn {
  state: string
  scope: OAuthScope
  /** Where to go afterwards: a path of this site. */
  redirect: string
}

/** Who is signed in, and by which sign-ins: a state works once. */
export interface UserSession {
  user: WechatUser
  usedStates: string[]
}

const SESSION_SECONDS = 7 * 24 * 3600
/** As many tabs as may sign in at a time. */
const MAX_PENDING = 5
/** Cookies that one answer deletes: its head stays under 4 kB, whatever a browser sends. */
const MAX_DELETED = 10
/** Of a state, as much as tells the sign-ins of a browser apart. It begins with the time, so that the oldest is first by name. */
const ID_LENGTH = 16

// h3 leaves SameSite unset.
const toOptions = ({ isSecure }: SessionKey) => ({ httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' } as const)

function configure(key: SessionKey, name: string, maxAge: number): SessionConfig & { name: string } {
  return {
    // No subdomain and no page by plain http can set a cookie of this prefix.
    name: key.isSecure ? `__Host-${name}` : name,
    maxAge,
    password: key.password,
    // h3 would take the session from a header too.
    sessionHeader: false,
    cookie: toOptions(key),
  }
}

const userConfig = (key: SessionKey) => configure(key, 'wechat-user', SESSION_SECONDS)
const signInConfig = (key: SessionKey, id: string) => configure(key, `wechat-sign-in-${id}`, STATE_LIFETIME_MS / 1000)

/** What a cookie holds, where this server sealed it and it has not expired. */
async function readSession(event: H3Event, config: SessionConfig & { name: string }): Promise<Record<string, unknown> | undefined> {
  const sealed = parseCookies(event)[config.name]
  return sealed ? unsealSession(event, config, sealed).then(({ data }) => data, () => undefined) : undefined
}

/** Resets `createdAt`, so that the new session gets its full lifetime. */
async function startSession(event: H3Event, config: SessionConfig, data: object): Promise<void> {
  const session = await getSession(event, config)
  session.id = randomUUID()
  session.createdAt = Date.now()
  session.data = {}
  await updateSession(event, config, { ...data })
}

/** Who is signed in, as the sealed cookie says. */
export async function readUserSession(event: H3Event, key: SessionKey): Promise<UserSession | undefined> {
  // Only this server seals; an older release sealed the user alone.
  const { user, usedStates = [] } = await readSession(event, userConfig(key)) as Partial<UserSession> | undefined ?? {}
  return user && { user, usedStates }
}

/** Signs a user in. Of the states the last few count: the others have expired, or were pushed out. */
export async function startUserSession(event: H3Event, key: SessionKey, { user, usedStates }: UserSession): Promise<void> {
  await startSession(event, userConfig(key), { user, usedStates: usedStates.slice(-MAX_PENDING) })
}

/** Signs the user out, and ends the sign-ins under way. */
export function endUserSession(event: H3Event, key: SessionKey): void {
  deleteCookies(event, key, [userConfig(key).name, ...listSignIns(event, key)])
}

/** A new state: letters and digits. */
export function createState(): string {
  return Date.now().toString(36) + randomBytes(16).toString('hex')
}

/** The sign-in of this state, where it is under way in this browser. */
export async function readSignIn(event: H3Event, key: SessionKey, state: unknown): Promise<PendingSignIn | undefined> {
  if (typeof state !== 'string' || !/^[a-z\d]+$/.test(state))
    return undefined
  // Only this server seals, and it seals one.
  const signIn = await readSession(event, signInConfig(key, state.slice(0, ID_LENGTH))) as PendingSignIn | undefined
  return signIn?.state === state ? signIn : undefined
}

/** Remembers a sign-in that begins. Of more than a few the oldest are forgotten. */
export async function startSignIn(event: H3Event, key: SessionKey, signIn: PendingSignIn): Promise<void> {
  deleteCookies(event, key, listSignIns(event, key).slice(0, 1 - MAX_PENDING))
  await startSession(event, signInConfig(key, signIn.state.slice(0, ID_LENGTH)), signIn)
}

/** The names of the cookies of all sign-ins in this browser, oldest first. */
function listSignIns(event: H3Event, key: SessionKey): string[] {
  const { name: prefix } = signInConfig(key, '')
  return Object.keys(parseCookies(event)).filter(name => name.startsWith(prefix) && name.length === prefix.length + ID_LENGTH).sort()
}

function deleteCookies(event: H3Event, key: SessionKey, names: string[]): void {
  for (const name of names.slice(0, MAX_DELETED))
    deleteCookie(event, name, toOptions(key))
}
