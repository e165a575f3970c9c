import { getQuery, getRequestHeader, setResponseHeader, type H3Event } from 'h3'
import { isFromWechat, openPush, readFields, WechatError } from '../../wechat'
import { answerStatus, type ErrorAnswer } from '../answers/error-answer'
import { getConfig } from '../config/config'
import { wechatLog } from '../observability/log'
import { readBodyText } from '../request/read-body'
import { askApp } from './ask-app'

const MAX_BYTES = 64 * 1024

/** Echoes `echostr`, by which WeChat's console knows that this server is ours. */
export function answerCheck(event: H3Event): string | ErrorAnswer {
  const { signature, timestamp, nonce, echostr } = getQuery(event)
  if (!isFromWechat(getConfig().pushToken, { signature, timestamp, nonce }))
    return refuse(event)
  return answerText(event, String(echostr ?? ''), 'text/plain')
}

/**
 * Hands a message or an event to the app, and answers with its reply.
 *
 * @throws {WechatError} `wechat_not_configured`, where it is encrypted and no key is set.
 */
export async function answerPush(event: H3Event): Promise<string | ErrorAnswer> {
  if (!/^text\/xml *(?:;|$)/i.test(getRequestHeader(event, 'content-type') ?? ''))
    return answerStatus(event, 415, 'WeChat pushes text/xml: choose XML as the data format (数据格式) in the console.')
  const body = await readBodyText(event, MAX_BYTES).catch(() => '')
  if (body === undefined)
    return answerStatus(event, 413, `A message has at most ${MAX_BYTES} bytes.`)
  const { pushToken: token, pushAesKey: aesKey, appId } = getConfig()
  const push = openPush(body, getQuery(event), { token, aesKey, appId }, Date.now())
  if (!push)
    return refuse(event)
  const { xml, toAnswer } = push
  const fields = readFields(xml)
  assertReadable(fields)
  const reply = await askApp({ event, xml, fields })
  return reply ? answerText(event, toAnswer(reply), 'text/xml') : answerText(event, 'success', 'text/plain')
}

/** In the console's compatible mode (兼容模式) the text is there as well. */
function assertReadable({ Encrypt: encrypted, MsgType: type }: ReturnType<typeof readFields>): void {
  if (!encrypted || type)
    return
  const hint = 'WeChat pushes encrypted messages: set NUXT_WECHAT_PUSH_AES_KEY to the console\'s EncodingAESKey.'
  wechatLog.error(hint, { event: 'push_key_missing' })
  throw new WechatError('wechat_not_configured', hint)
}

function refuse(event: H3Event): ErrorAnswer {
  return answerStatus(event, 403, 'The signature is not one of WeChat\'s.')
}

function answerText(event: H3Event, text: string, type: string): string {
  setResponseHeader(event, 'Content-Type', `${type}; charset=utf-8`)
  return text
}
