import { describe, expect, it } from 'vitest'
import type { WechatReport } from '../../../shared/wechat'
import { readWechatVersion } from '../../../utils/wechat/platform'
import { createRefusalReporter } from '../../../utils/wechat/server'
import { WechatSdkError } from '../../../utils/wechat/error'

function createPage() {
  const sent: WechatReport[] = []
  const tell = createRefusalReporter({ platform: 'ios', host: 'wechat' }, '8.0.50', report => void sent.push(report))
  return { sent, refuse: (errMsg: string, url = 'https://m.example.com/a') => tell(new WechatSdkError('config', errMsg, { refused: true }), url) }
}

describe('a refusal', () => {
  it('is told with what was refused, where, and by which client, without query and hash', () => {
    const { sent, refuse } = createPage()
    refuse('config:invalid signature', 'https://m.example.com/articles/1?code=SECRET&state=x#hash')
    expect(sent).toEqual([{ errMsg: 'config:invalid signature', path: '/articles/1', platform: 'ios', host: 'wechat', version: '8.0.50' }])
  })

  it('is told once for each path and each reason', () => {
    const { sent, refuse } = createPage()
    refuse('config:invalid signature')
    refuse('config:invalid signature')
    refuse('config:permission denied')
    refuse('config:invalid signature', 'https://m.example.com/b')
    expect(sent).toHaveLength(3)
  })

  it('is told five times in the life of a page, and no more', () => {
    const { sent, refuse } = createPage()
    for (let index = 0; index < 20; index++)
      refuse(`config:reason ${index}`)
    expect(sent).toHaveLength(5)
  })

  it('is cut to what the server takes', () => {
    const { sent, refuse } = createPage()
    refuse('x'.repeat(5000), `https://m.example.com/${'y'.repeat(5000)}`)
    expect(sent[0]?.errMsg).toHaveLength(200)
    expect(sent[0]?.path).toHaveLength(500)
  })
})

it.each([
  ['Mozilla/5.0 (iPhone) MicroMessenger/8.0.50(0x18003231) NetType/WIFI', '8.0.50'],
  ['Mozilla/5.0 MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat', '7.0.20.1781'],
  ['Mozilla/5.0 MicroMessenger', ''],
  ['Mozilla/5.0', ''],
])('the version in "%s" is "%s"', (userAgent, version) => {
  expect(readWechatVersion(userAgent)).toBe(version)
})
