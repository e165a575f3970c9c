import { describe, expect, it } from 'vitest'
import { writeConfigCall } from '../../simulator/ui/signature/config-call'

describe('the desk writes the wx.config that a page called', () => {
  const configuration = { id: 1, at: 0, durationMs: 0, isReused: false, ok: true, verdict: 'ok', checkedUrl: '' }

  it('with each API once, by the name that the page gave', () => {
    const params = { verifyAppId: 'wx1', verifyTimestamp: '1700000000', verifyNonceStr: 'it\'s', verifySignature: 'abc', verifyJsApiList: ['geoLocation', 'menu:share:timeline', 'shareTimeline'], verifyOpenTagList: ['wx-open-launch-weapp'] }
    expect(writeConfigCall({ ...configuration, params })).toBe([
      'wx.config({', '  appId: \'wx1\',', '  timestamp: 1700000000,', '  nonceStr: \'it\\\'s\',', '  signature: \'abc\',',
      '  jsApiList: [\'getLocation\', \'onMenuShareTimeline\'],', '  openTagList: [\'wx-open-launch-weapp\'],', '})',
    ].join('\n'))
  })

  it('with nothing where a page gave nothing', () => {
    expect(writeConfigCall({ ...configuration, params: {} })).toContain('jsApiList: [],')
  })
})
