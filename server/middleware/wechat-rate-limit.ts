/** With and without a slash at its end: the router takes both. */
const HEALTH = /^\/api\/wx\/health\/?$/

let rateLimit: RateLimit | undefined

/** Refuses those who ask too often. A load balancer that asks how it stands is not among them. */
export default defineEventHandler(async (event) => {
  const path = event.path.split('?')[0] ?? ''
  if (!path.startsWith('/api/wx/') || HEALTH.test(path) || isOwnRequest(event))
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

/** Where browsers navigate to. */
function isSignInPath(path: string): boolean {
  return path === '/api/wx/login' || path === '/api/wx/callback'
}
