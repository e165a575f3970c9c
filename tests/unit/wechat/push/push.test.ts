import { describe, expect, it } from 'vitest'
import { decryptMessage } from '../../../../server/wechat/push/cipher'
import { readFields } from '../../../../server/wechat/push/fields'
import { openPush } from '../../../../server/wechat/push/push'
import { signPush } from '../../../../server/wechat/push/signature'
import { sample } from './published'

const { account, body, query, sentAt } = sample
const withoutKey = { ...account, aesKey: '' }
const open = (over: Record<string, unknown> = {}, to = account, now = sentAt, xml = body) => openPush(xml, { ...query, ...over }, to, now)

describe('an encrypted push', () => {
  it('is opened, in WeChat\'s published example', () => {
    const { xml = '' } = open() ?? {}
    expect(readFields(xml)).toEqual({ ToUserName: 'gh_10f6c3c3ac5a', FromUserName: 'oyORnuP8q7ou2gfYjqLzSIWZf0rs', CreateTime: '1409735668', MsgType: 'text', Content: 'abcdteT', MsgId: '6054768590064713728' })
  })

  it('has its reply encrypted and signed, with its own nonce and the time', () => {
    const answer = open()?.toAnswer('<xml>回复</xml>') ?? ''
    const { Encrypt = '', MsgSignature, TimeStamp = '', Nonce = '' } = readFields(answer)
    expect(decryptMessage(Encrypt, account)).toBe('<xml>回复</xml>')
    expect([Nonce, TimeStamp]).toEqual([query.nonce, '1409735669'])
    expect(MsgSignature).toBe(signPush(account.token, TimeStamp, Nonce, Encrypt))
  })

  it.each([
    ['without msg_signature', { msg_signature: undefined }],
    ['with the signature of a plain one', { msg_signature: query.signature }],
    ['with two msg_signatures', { msg_signature: [query.msg_signature, query.msg_signature] }],
    ['with another nonce', { nonce: '1' }],
  ])('is refused %s', (_, over) => {
    expect(open(over)).toBeUndefined()
  })

  it('is refused where its text was changed, where it is for another account, and where no Token is set', () => {
    expect(open({}, account, sentAt, body.replace('hyzAe4O', 'hyzAe4P'))).toBeUndefined()
    expect(open({}, { ...account, appId: 'wx1234567890abcdef' })).toBeUndefined()
    expect(open({}, { ...account, token: '' })).toBeUndefined()
  })

  it('is opened by its last field Encrypt: what a user writes before it counts for nothing', () => {
    expect(open({}, account, sentAt, body.replace('abcdteT', '<Encrypt><![CDATA[AAAA]]></Encrypt>'))).toBeDefined()
  })
})

describe('a plain push', () => {
  it('is taken as it is, and so is its reply', () => {
    const push = open({}, withoutKey)
    expect([push?.xml, push?.toAnswer('<xml/>')]).toEqual([body, '<xml/>'])
  })

  it('is refused where a key is set: its signature does not cover its text', () => {
    expect(open({}, account, sentAt, '<xml><MsgType><![CDATA[text]]></MsgType></xml>')).toBeUndefined()
  })

  it('is refused with another signature, and where no Token is set', () => {
    expect(open({ signature: query.msg_signature }, withoutKey)).toBeUndefined()
    expect(open({ signature: signPush('', query.timestamp, query.nonce) }, { ...withoutKey, token: '' })).toBeUndefined()
  })
})

describe.each([['an encrypted', account], ['a plain', withoutKey]])('%s push', (_, to) => {
  it.each([300, -300])('is taken %i s after it was sent, as clocks differ', (seconds) => {
    expect(open({}, to, sentAt + seconds * 1000)).toBeDefined()
  })

  it.each([301, -301, 86_400 * 365])('is refused %i s after it was sent: it is a replay', (seconds) => {
    expect(open({}, to, sentAt + seconds * 1000)).toBeUndefined()
  })

  it.each(['', 'now', '1409735669.0', ' 1409735669', '01409735669', '1.4e9', undefined])('is refused with the timestamp %j', (timestamp) => {
    const signature = signPush(account.token, String(timestamp), query.nonce)
    expect(open({ timestamp, signature }, to)).toBeUndefined()
  })
})

describe('the fields of a message', () => {
  it('are found by name, in whatever field they are', () => {
    const xml = '<xml>\n  <Event><![CDATA[scancode_push]]></Event>\n  <ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType></ScanCodeInfo>\n  <Empty><![CDATA[]]></Empty>\n <Latitude>23.1</Latitude></xml>'
    expect(readFields(xml)).toEqual({ Event: 'scancode_push', ScanType: 'qrcode', Empty: '', Latitude: '23.1' })
  })

  it('are not what a user has written', () => {
    const written = '<Event><![CDATA[subscribe]]></Event>\n</Content><MsgType>event</MsgType>'
    expect(readFields(`<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${written.replaceAll(']]>', ']]]]><![CDATA[>')}]]></Content></xml>`)).toMatchObject({ MsgType: 'text' })
    expect(readFields('<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[<Event>subscribe</Event>]]></Content></xml>')).toEqual({ MsgType: 'text', Content: '<Event>subscribe</Event>' })
  })

  it('change no object\'s prototype', () => {
    const fields = readFields('<xml><__proto__>1</__proto__></xml>')
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype)
    expect({}).not.toHaveProperty('polluted')
  })
})
