import type { H3Event } from 'h3'

/** With and without a slash at its end: the router takes both. */
const HEALTH = /^\/api\/wx\/health\/?$/

let rateLimit: RateLimit | undefined

/** Refuses clients that ask too often. Health checks of a load balancer do not count, nor what the app asks itself for while it renders a page. */
export default defineEventHandler(async (event) => {
  const path = event.path.split('?')[0] ?? ''
  if (!path.startsWith('/api/wx/') || HEALTH.test(path) || isInternal(event))
    return
  const { rateLimit: perMinute, trustedProxies } = useWechatConfig()
  if (perMinute === 0)
    return
  rateLimit ??= createRateLimit(perMinute)
  try {
    await rateLimit.count(toSubscriber(getClientAddress(event, trustedProxies)))
  }
  catch (error) {
    return answerRefusal(event, error, isSignInPath(path))
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
