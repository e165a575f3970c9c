import { randomBytes } from 'node:crypto'
import { getQuery, getRequestProtocol, type H3Event } from 'h3'
import type { WechatUser } from '../../../shared/wechat'
import { assertSitePath, WechatError } from '../../wechat'
import { getConfig, isSimulated } from '../config/config'
import { getPublicHost } from '../request/client-address'
import { assertSameOrigin } from '../request/same-origin'
import { getWechat } from '../wechat-instance'
import { endUserSession, readPending, readUser, startUserSession, writePending, type SessionKey } from './cookies'

/**
 * Where the site is, and what its cookies are sealed with.
 *
 * @throws {WechatError} `sign_in_not_configured`
 */
function getSignInSite(event: H3Event): { origin: string, key: SessionKey } {
  const { sessionPassword: password, siteOrigin, trustedProxies } = getConfig()
  // The simulator returns to any origin; WeChat returns to the one configured domain alone.
  const origin = siteOrigin || (isSimulated() ? `${getRequestProtocol(event)}://${getPublicHost(event, trustedProxies)}` : '')
  if (!password || !origin)
    throw new WechatError('sign_in_not_configured', `Set ${[!password && 'NUXT_SESSION_PASSWORD', !origin && 'NUXT_WECHAT_SITE_ORIGIN'].filter(Boolean).join(' and ')}.`)
  return { origin, key: { password, isSecure: origin.startsWith('https:') } }
}

/**
 * Begins a sign-in in this browser.
 *
 * @returns the address of WeChat's authorise page.
 * @throws {WechatError} `sign_in_not_configured`, `scope_invalid`, `redirect_invalid`, `wechat_not_configured`
 */
export async function beginSignIn(event: H3Event): Promise<string> {
  const { origin, key } = getSignInSite(event)
  const { scope = 'snsapi_userinfo', redirect = '/' } = getQuery(event)
  if (scope !== 'snsapi_base' && scope !== 'snsapi_userinfo')
    throw new WechatError('scope_invalid', 'scope is snsapi_base or snsapi_userinfo.')
  assertSitePath(redirect)
  const state = randomBytes(16).toString('hex')
  const url = getWechat().authorizeUrl({ redirectUri: `${origin}/api/wx/callback`, scope, state })
  await writePending(event, key, [...await readPending(event, key), { state, scope, redirect, startedAt: Date.now() }])
  return url
}

/**
 * Ends a sign-in with what WeChat sent along.
 *
 * @returns the path to go to.
 * @throws {WechatError} `oauth_state_invalid` before anything else, `oauth_denied`, and what {@link Wechat.signIn} may throw.
 */
export async function completeSignIn(event: H3Event): Promise<string> {
  const { origin: _, key } = getSignInSite(event)
  const { state, code } = getQuery(event)
  const pending = await readPending(event, key)
  const signIn = typeof state === 'string' && state ? pending.find(one => one.state === state) : undefined
  event.context.signInAgain = signIn
  if (!signIn)
    throw new WechatError('oauth_state_invalid', 'This sign-in did not begin in this browser within the last ten minutes: start again.')
  if (signIn.isUsed) {
    // Loaded twice, or Back: the first load has signed this browser in, and a state works once.
    if (await readUser(event, key))
      return signIn.redirect
    throw new WechatError('oauth_state_invalid', 'This sign-in has been used already: start again.')
  }
  if (typeof code !== 'string' || !code)
    throw new WechatError('oauth_denied', 'The user did not agree.')
  const user = await getWechat().signIn(signIn.state, code)
  await startUserSession(event, key, user)
  await writePending(event, key, pending.map(one => one === signIn ? { ...one, isUsed: true } : one))
  return signIn.redirect
}

/**
 * The user who is signed in.
 *
 * @throws {WechatError} `signed_out`, `sign_in_not_configured`
 */
export async function requireUser(event: H3Event): Promise<WechatUser> {
  const user = await readUser(event, getSignInSite(event).key)
  if (!user)
    throw new WechatError('signed_out', 'No user is signed in: go to /api/wx/login.')
  return user
}

/**
 * Signs out, unless another site asks.
 *
 * @throws {WechatError} `cross_site`
 */
export async function signOut(event: H3Event): Promise<void> {
  const { key } = getSignInSite(event)
  assertSameOrigin(event, getConfig())
  await endUserSession(event, key)
}
