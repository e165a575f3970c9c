import { defineEventHandler } from 'h3'
import { answerFailure } from '../http/answers/handler'
import { getConfig } from '../http/config/config'
import { getClientAddress, toRateLimitKeys } from '../http/request/client-address'
import { createRateLimit, type RateLimit } from '../http/request/rate-limit'

/** With and without a slash at its end: the router takes both. */
const HEALTH = /^\/api\/wx\/health\/?$/
/** Where browsers navigate to. */
const NAVIGATION = /^\/api\/wx\/(?:login|callback)$/

let rateLimit: RateLimit | undefined

/** Refuses clients that ask too often. Health checks of a load balancer do not count, nor what the app asks itself for while it renders a page. */
export default defineEventHandler(async (event) => {
  // Nitro marks what the app asks itself: it has no connection, and so no address.
  const isInternal = '__unenv__' in event.node.req
  const path = event.path.split('?')[0] ?? ''
  if (!path.startsWith('/api/wx/') || HEALTH.test(path) || isInternal)
    return
  try {
    const { rateLimit: perMinute, trustedProxies } = getConfig()
    if (perMinute === 0)
      return
    rateLimit ??= createRateLimit(perMinute)
    await rateLimit.count(...toRateLimitKeys(getClientAddress(event, trustedProxies)))
  }
  catch (error) {
    return answerFailure(event, error, NAVIGATION.test(path))
  }
})
