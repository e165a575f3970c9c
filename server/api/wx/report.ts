/** A page tells that WeChat's client refused its configuration or its card. */
export default defineWechatHandler('POST', async (event) => {
  const config = useWechatConfig()
  assertSameOrigin(event, config)
  const subscriber = toSubscriber(getClientAddress(event, config.trustedProxies))
  await limitReports(subscriber)
  takeReport(await readReport(event), subscriber)
  return sendNoContent(event)
})
