import { defineEventHandler, type H3Event } from 'h3'
import { answerFailure } from '../http/answers/handler'
import { getConfig } from '../http/config/config'
import { getClientAddress, toRateLimitKey } from '../http/request/client-address'
import { createRateLimit, type RateLimit } from '../http/request/rate-limit'

/** With and without a slash at its end: the router takes both. */
const HEALTH = /^\/api\/wx\/health\/?$/

let rateLimit: RateLimit | undefined

/** Refuses clients that ask too often. Health checks of a load balancer do not count, nor what the app asks itself for while it renders a page. */
export default defineEventHandler(async (event) => {
  const path = event.path.split('?')[0] ?? ''
  if (!path.startsWith('/api/wx/') || HEALTH.test(path) || isInternal(event))
    return
  try {
    const { rateLimit: perMinute, trustedProxies } = getConfig()
    if (perMinute === 0)
      return
    rateLimit ??= createRateLimit(perMinute)
    await rateLimit.count(toRateLimitKey(getClientAddress(event, trustedProxies)))
  }
  catch (error) {
    return answerFailure(event, error, isSignInPath(path))
  }
})

/** Nitro marks what the app asks itself: it has no connection, and so no address. */
function isInternal({ node }: H3Event): boolean {
  return '__unenv__' in node.req
}

/** Where browsers navigate to. */
function isSignInPath(path: string): boolean {
  return path === '/api/wx/login' || path === '/api/wx/callback'
}
