import { isFromWechat } from '../../wechat'

/** Proves to WeChat's console that this server is ours: echoes `echostr`, and only to WeChat. */
export default defineWechatHandler('GET', (event) => {
  const { signature, timestamp, nonce, echostr } = getQuery(event)
  if (!isFromWechat(useWechatConfig().pushToken, { signature, timestamp, nonce }))
    throw createError({ statusCode: 403, statusMessage: 'Forbidden', message: 'The signature is not one of WeChat\'s.' })
  setResponseHeader(event, 'Content-Type', 'text/plain; charset=utf-8')
  return String(echostr ?? '')
})
