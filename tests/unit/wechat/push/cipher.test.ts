import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decryptMessage, encryptMessage } from '../../../../server/wechat/push/cipher'
import { isFromWechat, signPush } from '../../../../server/wechat/push/signature'
import { documented, sampleReply } from './published'

const { account, query } = documented

describe('WeChat\'s published example', () => {
  it('is decrypted', () => {
    expect(decryptMessage(documented.encrypted, account)).toBe(documented.message)
  })

  it('is signed as WeChat signs it, in the clear and encrypted', () => {
    expect(isFromWechat(account.token, { ...query, signature: documented.signature })).toBe(true)
    expect(isFromWechat(account.token, { ...query, signature: documented.messageSignature }, documented.encrypted)).toBe(true)
    expect(isFromWechat(account.token, { ...query, signature: documented.signature }, documented.encrypted)).toBe(false)
  })

  it.each([
    ['of the documents', account, documented.reply],
    ['of the sample programs', sampleReply.account, sampleReply],
  ])('of a reply, %s, is encrypted to the same bytes', (_, key, { message, random, encrypted }) => {
    expect(encryptMessage(message, key, Buffer.from(random))).toBe(encrypted)
    expect(decryptMessage(encrypted, key)).toBe(message)
  })

  it('of a reply is signed alike', () => {
    const { timestamp, encrypted, signature } = documented.reply
    expect(signPush(account.token, timestamp, query.nonce, encrypted)).toBe(signature)
  })
})

describe('the encryption', () => {
  it('gives any text back, of any length, and is another one each time', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
      expect(decryptMessage(encryptMessage(text, account), account)).toBe(text.toWellFormed())
    }))
    expect(encryptMessage('a', account)).not.toBe(encryptMessage('a', account))
  })

  it.each(['', 'AAAA', 'a'.repeat(44), documented.encrypted.slice(4), `${documented.encrypted.slice(0, -8)}AAAAAAA=`, '不是', '='])('gives nothing for %j', (encrypted) => {
    expect(decryptMessage(encrypted, account)).toBeUndefined()
  })

  it('gives nothing for any other bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 16, maxLength: 96 }), (bytes) => {
      expect(decryptMessage(Buffer.from(bytes).toString('base64'), account)).toBeUndefined()
    }))
  })

  it('gives nothing of a message to another account, nor with another key, nor where no account is set', () => {
    expect(decryptMessage(documented.encrypted, { ...account, appId: 'wxba5fad812f8e6fb8' })).toBeUndefined()
    expect(decryptMessage(documented.encrypted, { ...account, aesKey: 'B'.repeat(43) })).toBeUndefined()
    expect(decryptMessage(encryptMessage('a', { ...account, appId: '' }), { ...account, appId: '' })).toBeUndefined()
  })
})
