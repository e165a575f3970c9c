import { getQuery, setResponseHeader } from 'h3'
import { answerStatus } from '../../http/answers/error-answer'
import { getConfig } from '../../http/config/config'
import { defineWechatHandler } from '../../utils/wechat'
import { isFromWechat } from '../../wechat'

/** Proves to WeChat's console that this server is ours: echoes `echostr`, and only to WeChat. */
export default defineWechatHandler('GET', (event) => {
  const { signature, timestamp, nonce, echostr } = getQuery(event)
  if (!isFromWechat(getConfig().pushToken, { signature, timestamp, nonce }))
    return answerStatus(event, 403, 'The signature is not one of WeChat\'s.')
  setResponseHeader(event, 'Content-Type', 'text/plain; charset=utf-8')
  return String(echostr ?? '')
})
