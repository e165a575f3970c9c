import { randomBytes } from 'node:crypto'
import { getQuery, getRequestProtocol, type H3Event } from 'h3'
import type { WechatUser } from '../../shared/wechat'
import { assertSitePath, WechatError, type OAuthScope } from '../wechat'
import { readPending, readVisitor, startVisit, endVisit, writePending, type PendingSignIn, type SessionKey } from './sign-in-sessions'
import { getPublicHost } from './client-address'
import { useWechat, useWechatConfig } from './wechat'

declare module 'h3' {
  interface H3EventContext {
    /** The sign-in that this request belongs to, for whoever wants to start it again. */
    signInAgain?: PendingSignIn
  }
}

/** Where the site is, and what its cookies are sealed with. */
interface SignInSite {
  origin: string
  key: SessionKey
}

/** @throws {WechatError} `sign_in_not_configured` */
function useSignInSite(event: H3Event): SignInSite {
  const { sessionPassword: password, siteOrigin, trustedProxies } = useWechatConfig()
  // The simulator takes people back to wherever they came from; WeChat takes them to the one configured domain.
  const origin = siteOrigin || (isSimulated() ? `${getRequestProtocol(event)}://${getPublicHost(event, trustedProxies)}` : '')
  if (!password || !origin)
    throw new WechatError('sign_in_not_configured', `Set ${[!password && 'NUXT_SESSION_PASSWORD', !origin && 'NUXT_WECHAT_SITE_ORIGIN'].filter(Boolean).join(' and ')}.`)
  return { origin, key: { password, isSecure: origin.startsWith('https:') } }
}

function isSimulated(): boolean {
  return 'simulator' in useRuntimeConfig().wechat
}

/**
 * Begins a sign-in in this browser.
 *
 * @returns the address of WeChat's authorise page.
 * @throws {WechatError} `sign_in_not_configured`, `scope_invalid`, `redirect_invalid`, `wechat_not_configured`
 */
export async function beginSignIn(event: H3Event): Promise<string> {
  const { origin, key } = useSignInSite(event)
  const { scope = 'snsapi_userinfo', redirect = '/' } = getQuery(event)
  assertScope(scope)
  assertSitePath(redirect)
  const state = randomBytes(16).toString('hex')
  const url = useWechat().authorizeUrl({ redirectUri: `${origin}/api/wx/callback`, scope, state })
  await writePending(event, key, [...await readPending(event, key), { state, scope, redirect, startedAt: Date.now() }])
  return url
}

function assertScope(scope: unknown): asserts scope is OAuthScope {
  if (scope !== 'snsapi_base' && scope !== 'snsapi_userinfo')
    throw new WechatError('scope_invalid', 'scope is snsapi_base or snsapi_userinfo.')
}

/**
 * Ends a sign-in with what WeChat sent along.
 *
 * @returns the path to go to.
 * @throws {WechatError} `oauth_state_invalid` before anything else, `oauth_denied`, and what {@link Wechat.signIn} may throw.
 */
export async function completeSignIn(event: H3Event): Promise<string> {
  const { origin: _, key } = useSignInSite(event)
  const { state, code } = getQuery(event)
  const pending = await readPending(event, key)
  const signIn = typeof state === 'string' && state ? pending.find(one => one.state === state) : undefined
  event.context.signInAgain = signIn
  if (!signIn)
    throw new WechatError('oauth_state_invalid', 'This sign-in did not begin in this browser within the last ten minutes: start again.')
  if (signIn.isUsed) {
    // Loaded twice, or Back: the first load has signed this browser in, and a state works once.
    if (await readVisitor(event, key))
      return signIn.redirect
    throw new WechatError('oauth_state_invalid', 'This sign-in has been used already: start again.')
  }
  if (typeof code !== 'string' || !code)
    throw new WechatError('oauth_denied', 'The person did not agree.')
  const user = await useWechat().signIn(signIn.state, code)
  await startVisit(event, key, user)
  await writePending(event, key, pending.map(one => one === signIn ? { ...one, isUsed: true } : one))
  return signIn.redirect
}

/**
 * Who is signed in.
 *
 * @throws {WechatError} `signed_out`, `sign_in_not_configured`
 */
export async function requireVisitor(event: H3Event): Promise<WechatUser> {
  const visitor = await readVisitor(event, useSignInSite(event).key)
  if (!visitor)
    throw new WechatError('signed_out', 'Nobody is signed in: go to /api/wx/login.')
  return visitor
}

/**
 * Signs out, unless another site asks.
 *
 * @throws {WechatError} `cross_site`
 */
export async function signOut(event: H3Event): Promise<void> {
  const { key } = useSignInSite(event)
  assertSameOrigin(event, useWechatConfig())
  await endVisit(event, key)
}
