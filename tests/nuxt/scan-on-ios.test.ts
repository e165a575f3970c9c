import { beforeAll, expect, it, vi } from 'vitest'
import { callWechatApi } from '../../utils/wechat/bridge/call'
import { WechatBridgeClient } from '../../utils/wechat/bridge/bridge-client'
import { createSdkLoader } from '../../utils/wechat/bridge/sdk'
import { installBridge, sign } from './bridge'

const loadSdk = createSdkLoader([])

beforeAll(async () => {
  // The SDK takes a client for an iPhone by its user agent, once, when it is loaded.
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.50')
  await loadSdk()
})

async function scan(resultStr: unknown, errMsg = 'scanQRCode:ok') {
  installBridge({ scanQRCode: () => ({ err_msg: errMsg, resultStr }) })
  const client = new WechatBridgeClient({ platform: 'ios', landingUrl: '', currentUrl: () => '', loadSdk, fetchConfig: async url => sign(url) })
  return callWechatApi(client, 'scanQRCode', {}).then(({ resultStr }) => resultStr, ({ errMsg }) => ({ errMsg }))
}

it('a scanned code is given as it is on iOS, which wraps it', async () => {
  expect(await scan('{"scan_code":{"scan_result":"hello"}}')).toBe('hello')
})

it.each(['hello', '6901234567892', '{"scan_code":', '[]', '{"a":1}'])('a scan on iOS rejects at once where the answer is %s, which wraps no code', async (answer) => {
  expect(await scan(answer)).toEqual({ errMsg: 'scanQRCode:invalid answer' })
})

it('a scan that the user cancels is cancelled, whatever comes with it', async () => {
  expect(await scan('hello', 'scanQRCode:cancel')).toEqual({ errMsg: 'scanQRCode:cancel' })
})

it('a scan whose result WeChat itself shows gives none', async () => {
  expect(await scan(undefined)).toBeUndefined()
})
