import { defineEventHandler, type H3Event } from 'h3'
import { answerFailure } from '../http/answers/handler'
import { getConfig, isConfigValid } from '../http/config/config'
import { getClientAddress, toRateLimitKeys } from '../http/request/client-address'
import { createRateLimit, type RateLimit } from '../http/request/rate-limit'

/** What is asked by a load balancer, and by WeChat's servers. With and without a slash at its end: the router takes both. */
const UNLIMITED = /^\/api\/wx\/(?:health|push)\/?$/
/** Where browsers navigate to. */
const NAVIGATION = /^\/api\/wx\/(?:login|callback)$/

let rateLimit: RateLimit | undefined

/**
 * What holds for every answer under `/api/wx`, failures included: no cache keeps it, and no browser takes it for another type. Refuses
 * clients that ask too often; health checks of a load balancer and WeChat's pushes do not count, nor what the app asks itself for while
 * it renders a page.
 */
export default defineEventHandler((event) => {
  if (!event.path.startsWith('/api/wx/'))
    return
  const { req, res } = event.node
  res.setHeader('Cache-Control', 'private, no-store')
  res.setHeader('X-Content-Type-Options', 'nosniff')
  if (isConfigValid() && getConfig().rateLimit === 0)
    return
  const path = event.path.split('?')[0] ?? ''
  // Nitro marks what the app asks itself: it has no connection, and so no address.
  if (UNLIMITED.test(path) || '__unenv__' in req)
    return
  return count(event).catch((error: unknown) => answerFailure(event, error, NAVIGATION.test(path)))
})

async function count(event: H3Event): Promise<void> {
  const { rateLimit: perMinute, trustedProxies } = getConfig()
  rateLimit ??= createRateLimit(perMinute)
  await rateLimit.count(...toRateLimitKeys(getClientAddress(event, trustedProxies)))
}
