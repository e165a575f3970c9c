import { getCookie, getQuery, getRequestProtocol, setCookie, type H3Event } from 'h3'
import { encodePath, withBase } from '../../../shared/site-path'
import type { WechatUser } from '../../../shared/wechat'
import { assertSitePath, WechatError } from '../../wechat'
import { getBase, getConfig, isSimulated } from '../config/config'
import { getPublicHost, isServerName } from '../request/client-address'
import { assertSameOrigin } from '../request/same-origin'
import { getWechat } from '../wechat-instance'
import { createState, endUserSession, readSignIn, readUserSession, startSignIn, startUserSession, type SessionKey } from './cookies'
import { announceSignIn, announceSignOut } from './hooks'

/** Says for a minute that this browser was sent to the site's origin: where a proxy passes on another host it is not sent again. */
const MOVED_COOKIE = 'wechat-moved'

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
 * @returns the address of WeChat's authorise page; on another host than the site's first the same route there, as cookies do not follow.
 * @throws {WechatError} `sign_in_not_configured`, `scope_invalid`, `redirect_invalid`, `wechat_not_configured`
 */
export async function beginSignIn(event: H3Event): Promise<string> {
  const { origin, key } = getSignInSite(event)
  const { scope = 'snsapi_userinfo', redirect: given = '/' } = getQuery(event)
  if (scope !== 'snsapi_base' && scope !== 'snsapi_userinfo')
    throw new WechatError('scope_invalid', 'scope is snsapi_base or snsapi_userinfo.')
  assertSitePath(given)
  // A header takes no other letters.
  const redirect = encodePath(given)
  const ownRoute = `${origin}${getBase()}/api/wx`
  if (isOnOtherHost(event, origin) && !getCookie(event, MOVED_COOKIE)) {
    setCookie(event, MOVED_COOKIE, '1', { maxAge: 60, httpOnly: true, sameSite: 'lax', path: '/' })
    return `${ownRoute}/login?scope=${scope}&redirect=${encodeURIComponent(redirect)}`
  }
  const state = createState()
  const url = getWechat().authorizeUrl({ redirectUri: `${ownRoute}/callback`, scope, state })
  await startSignIn(event, key, { state, scope, redirect })
  return url
}

/** Whether the browser has opened another host of this site. */
function isOnOtherHost(event: H3Event, origin: string): boolean {
  const { protocol, host } = new URL(origin)
  const publicHost = getPublicHost(event, getConfig().trustedProxies)
  const asked = `${protocol}//${publicHost}`
  // A proxy that does not pass the browser's host on has put its name of this server there.
  const isKnown = URL.canParse(asked) && (!isServerName(publicHost) || isServerName(host))
  return isKnown && new URL(asked).host !== host
}

/**
 * Ends a sign-in with what WeChat sent along.
 *
 * @returns the path to go to.
 * @throws {WechatError} `oauth_state_invalid` before anything else, `oauth_denied`, and what {@link Wechat.signIn} may throw.
 */
export async function completeSignIn(event: H3Event): Promise<string> {
  const { key } = getSignInSite(event)
  const { state, code } = getQuery(event)
  const signIn = event.context.signInAgain = await readSignIn(event, key, state)
  const session = await readUserSession(event, key)
  const redirect = withBase(signIn?.redirect ?? '/', getBase())
  // Loaded twice, Back, or later: an earlier load has signed this browser in, and a state works once.
  if (session && (!signIn || session.usedStates.includes(signIn.state)))
    return redirect
  if (!signIn)
    throw new WechatError('oauth_state_invalid', 'This sign-in did not begin in this browser within the last ten minutes: start again.')
  if (typeof code !== 'string' || !code)
    throw new WechatError('oauth_denied', 'The user did not agree.')
  const user = await announceSignIn(event, await getWechat().signIn(signIn.state, code))
  await startUserSession(event, key, { user, usedStates: [...session?.usedStates ?? [], signIn.state] })
  return redirect
}

/**
 * The user who is signed in.
 *
 * @throws {WechatError} `signed_out`, `sign_in_not_configured`
 */
export async function requireUser(event: H3Event): Promise<WechatUser> {
  const session = await readUserSession(event, getSignInSite(event).key)
  if (!session)
    throw new WechatError('signed_out', 'No user is signed in: go to /api/wx/login.')
  return session.user
}

/**
 * Signs out, unless another site asks.
 *
 * @throws {WechatError} `cross_site`
 */
export async function signOut(event: H3Event): Promise<void> {
  const { key } = getSignInSite(event)
  assertSameOrigin(event, getConfig())
  const session = await readUserSession(event, key)
  // A copy of the cookies from before the callback signs no user in again.
  session?.usedStates.forEach(state => getWechat().endSignIn(state))
  if (session)
    await announceSignOut(event, session.user)
  endUserSession(event, key)
}
