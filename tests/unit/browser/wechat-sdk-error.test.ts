import { expect, it } from 'vitest'
import { WechatSdkError } from '../../../utils/wechat/error'

it('is an Error with the API, the SDK\'s message, and whether the user cancelled', () => {
  const error = new WechatSdkError('chooseImage', 'chooseImage:cancel', { cancelled: true })
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({ name: 'WechatSdkError', api: 'chooseImage', errMsg: 'chooseImage:cancel', message: 'chooseImage:cancel', cancelled: true })
  expect(String(error)).toBe('WechatSdkError: chooseImage:cancel')
})

it('is not cancelled unless it says so', () => {
  expect(new WechatSdkError('chooseImage', 'chooseImage:fail').cancelled).toBe(false)
})

it('tells people in its message what to do next', () => {
  expect(new WechatSdkError('config', 'config:wechat_busy', { hint: 'Wait a minute.' }).message).toBe('config:wechat_busy. Wait a minute.')
})

it.each([
  ['config:invalid signature', 'invalid signature'],
  ['getLocation:fail, the permission value is offline verifying', 'fail, the permission value is offline verifying'],
  ['config:fail: invalid url', 'fail: invalid url'],
  ['no colon', 'no colon'],
])('of %s gives the reason %s', (errMsg, reason) => {
  expect(new WechatSdkError('config', errMsg).reason).toBe(reason)
})
