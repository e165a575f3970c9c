/** A page tells that WeChat's client refused its configuration or its card. */
export default defineWechatHandler('POST', async (event) => {
  const config = useWechatConfig()
  assertSameOrigin(event, config)
  await limitReports(toSubscriber(getClientAddress(event, config.trustedProxies)))
  takeReport(await readReport(event))
  return sendNoContent(event)
})
