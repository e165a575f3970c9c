import { decryptMessage, encryptMessage, type PushKey } from './cipher'
import { readFields } from './fields'
import { isFromWechat, signPush } from './signature'

/** Older ones are replays; so long may clocks differ. */
const MAX_AGE_SECONDS = 300

export interface PushAccount extends PushKey {
  /** The console's Token. */
  token: string
}

/** What WeChat has pushed. */
export interface Push {
  /** In the clear. */
  xml: string
  /** Makes the answer of a reply's XML: encrypted, if the push was. */
  toAnswer(reply: string): string
}

/**
 * Opens what was posted; `undefined` where it is not WeChat's, not this account's, or older than five minutes.
 * With a key only what is encrypted is taken: a plain push's signature does not cover its text.
 *
 * @param query of the request.
 * @param now milliseconds since 1970.
 */
export function openPush(body: string, query: Record<string, unknown>, account: PushAccount, now: number): Push | undefined {
  const { signature, msg_signature: messageSignature, timestamp, nonce } = query
  if (!isRecent(timestamp, now))
    return undefined
  const { token, aesKey } = account
  if (!aesKey)
    return isFromWechat(token, { signature, timestamp, nonce }) ? { xml: body, toAnswer: reply => reply } : undefined
  const { Encrypt: encrypted } = readFields(body)
  if (!encrypted || !isFromWechat(token, { signature: messageSignature, timestamp, nonce }, encrypted))
    return undefined
  const xml = decryptMessage(encrypted, account)
  return xml === undefined ? undefined : { xml, toAnswer: reply => sealReply(reply, account, String(nonce), Math.floor(now / 1000)) }
}

function isRecent(timestamp: unknown, now: number): boolean {
  return typeof timestamp === 'string' && /^\d{10}$/.test(timestamp) && Math.abs(now / 1000 - Number(timestamp)) <= MAX_AGE_SECONDS
}

function sealReply(reply: string, account: PushAccount, nonce: string, timestamp: number): string {
  const encrypted = encryptMessage(reply, account)
  const signature = signPush(account.token, String(timestamp), nonce, encrypted)
  return `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature><TimeStamp>${timestamp}</TimeStamp><Nonce><![CDATA[${nonce}]]></Nonce></xml>`
}
