import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

export interface PushKey {
  /** The console's EncodingAESKey: 43 characters. */
  aesKey: string
  /** Whom a message is for. */
  appId: string
}

const AES_BLOCK = 16
/** WeChat pads to its key's length, and not to AES's block. */
const PADDING_BLOCK = 32
const RANDOM_BYTES = 16
/** The random bytes, and the message's length. */
const HEAD_BYTES = RANDOM_BYTES + 4

/**
 * Encrypts as WeChat does: 16 random bytes, the message's length, the message, the AppID, PKCS#7 padding; AES-256-CBC; base64.
 *
 * @see https://developers.weixin.qq.com/doc/service/guide/dev/push/encryption.html
 */
export function encryptMessage(message: string, { aesKey, appId }: PushKey, random = randomBytes(RANDOM_BYTES)): string {
  const text = Buffer.from(message)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  const content = Buffer.concat([random, length, text, Buffer.from(appId)])
  const padding = PADDING_BLOCK - content.length % PADDING_BLOCK
  const cipher = createCipheriv('aes-256-cbc', ...toKeyAndIv(aesKey)).setAutoPadding(false)
  return Buffer.concat([cipher.update(content), cipher.update(Buffer.alloc(padding, padding)), cipher.final()]).toString('base64')
}

/** Decrypts what WeChat has encrypted; `undefined` where it is malformed, or for another account. Its signature is to be checked before. */
export function decryptMessage(encrypted: string, { aesKey, appId }: PushKey): string | undefined {
  const data = Buffer.from(encrypted, 'base64')
  if (data.length < PADDING_BLOCK || data.length % AES_BLOCK > 0)
    return undefined
  const decipher = createDecipheriv('aes-256-cbc', ...toKeyAndIv(aesKey)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(data), decipher.final()])
  const content = padded.subarray(0, padded.length - (padded.at(-1) ?? 0))
  const end = HEAD_BYTES + padded.readUInt32BE(RANDOM_BYTES)
  return appId && content.subarray(end).toString() === appId ? content.subarray(HEAD_BYTES, end).toString() : undefined
}

function toKeyAndIv(aesKey: string): [key: Buffer, iv: Buffer] {
  const key = Buffer.from(aesKey, 'base64')
  return [key, key.subarray(0, AES_BLOCK)]
}
