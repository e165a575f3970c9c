import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** What whoever does not know `secret` can neither read nor make. The secret is long and random: it is no password of a person. */
export function seal(secret: string, value: unknown): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, toKey(secret), iv)
  const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')
}

/** What was sealed; nothing where it was not sealed with this secret. */
export function unseal(secret: string, sealed: string): unknown {
  const bytes = Buffer.from(sealed, 'base64url')
  const [iv, tag, text] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES), bytes.subarray(IV_BYTES + TAG_BYTES)]
  try {
    const decipher = createDecipheriv(CIPHER, toKey(secret), iv, { authTagLength: TAG_BYTES }).setAuthTag(tag)
    return JSON.parse(Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8'))
  }
  catch {
    return undefined
  }
}

function toKey(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}
