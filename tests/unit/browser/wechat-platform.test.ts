import { expect, it } from 'vitest'
import { wechatPlatforms } from '../../../shared/wechat'
import { detectWechatClient } from '../../../shared/wechat-client'
import { signedUrlOf } from '../../../utils/wechat/platform'

it.each([
  ['ios', 'wechat', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.53(0x1800352e) NetType/WIFI Language/zh_CN'],
  ['ios', 'wechat', 'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50(0x1800323b) NetType/WIFI Language/en'],
  ['ios', 'wecom', 'Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 wxwork/4.1.30 MicroMessenger/7.0.1 Language/zh'],
  ['android', 'wechat', 'Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36 XWEB/1260117 MMWEBSDK/20240802 MicroMessenger/8.0.53.2740(0x28003535) WeChat/arm64 Weixin NetType/5G Language/zh_CN ABI/arm64'],
  ['android', 'wecom', 'Mozilla/5.0 (Linux; Android 12; HarmonyOS) AppleWebKit/537.36 Chrome/114.0 Mobile Safari/537.36 MicroMessenger/8.0.49 wxwork/4.1'],
  ['ios', 'wecom', 'Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 wxwork/4.1.20 MicroMessenger/7.0.1 Language/zh ColorScheme/Light'],
  ['ios', 'miniprogram', 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.44(0x18002c2d) NetType/4G Language/zh_CN miniProgram/wx1234567890abcdef'],
  ['android', 'wecom', 'Mozilla/5.0 (Linux; Android 13; V2199A Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 wxwork/4.1.20 ColorScheme/Light MicroMessenger/7.0.1 NetType/WIFI Language/zh'],
  ['android', 'wechat', 'Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36 MicroMessenger/10.0.0'],
  ['harmony', 'wechat', 'Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1 Mobile MicroMessenger/8.0.12'],
  ['pc', 'wechat', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090c11) XWEB/11253 Flue'],
  ['pc', 'wechat', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) MicroMessenger/6.8.0(0x16080000) MacWechat/3.8.8(0x13080812) NetType/WIFI WeChat/3.8'],
  ['pc', 'wechat', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) UnifiedPCWindowsWechat(0xf254050f) XWEB/11581'],
  ['pc', 'wecom', 'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.5359.220 Safari/537.36 wxwork/4.1.16 (MicroMessenger/6.2) WindowsWechat MailPlugin_Electron WeMail embeddisk'],
  ['pc', 'wecom', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) wxwork/4.1.20 MicroMessenger/7.0.1 Language/zh'],
  ['devtools', 'wechat', 'Mozilla/5.0 (Linux; Android 8.0; Pixel 2 Build/OPD3.170816.012) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.0.0 Mobile Safari/537.36 wechatdevtools/1.06.2409 MicroMessenger/8.0.5 Language/zh_CN webview/'],
  ['devtools', 'wechat', 'Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1 wechatdevtools/1.06.2409 MicroMessenger/8.0.5 Language/zh_CN webview/'],
  [undefined, undefined, 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'],
  [undefined, undefined, 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36'],
  [undefined, undefined, 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15'],
  [undefined, undefined, 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'],
  [undefined, undefined, ''],
  ['harmony', 'wecom', 'Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile wxwork/4.1.36 MicroMessenger/7.0.1'],
  ['harmony', 'wechat', 'Mozilla/5.0 (PC; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 MicroMessenger/1.0.8'],
  ['android', 'miniprogram', 'Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.53 MiniProgramEnv/android miniProgram/wx1234567890abcdef'],
  ['pc', 'miniprogram', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36 MicroMessenger/7.0.20.1781(0x6700143B) NetType/WIFI MiniProgramEnv/Windows WindowsWechat/WMPF XWEB/11253'],
  ['ios', 'miniprogram', 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 wxwork/4.1.20 MicroMessenger/7.0.1 miniProgram/wx1234567890abcdef'],
])('is %s in %s with %s', (platform, host, userAgent) => {
  expect(detectWechatClient(userAgent)).toEqual(platform && { platform, host })
})

it('is a mini program where its client says so to the page, and not to the server', () => {
  expect(detectWechatClient('Mozilla/5.0 (Linux; Android 9) MicroMessenger/7.0.3', 'miniprogram')).toEqual({ platform: 'android', host: 'miniprogram' })
  expect(detectWechatClient('Mozilla/5.0 (Linux; Android 9) MicroMessenger/7.0.3', 'browser')).toEqual({ platform: 'android', host: 'wechat' })
  expect(detectWechatClient('Mozilla/5.0 (Linux; Android 9)', 'miniprogram')).toBeUndefined()
})

it('signs the landing URL in WeChat on iOS and the current one elsewhere, in WeCom on iOS too', () => {
  expect(wechatPlatforms.map(platform => signedUrlOf({ platform, host: 'wechat' }))).toEqual(['landing', 'current', 'current', 'current', 'current'])
  expect(wechatPlatforms.map(platform => signedUrlOf({ platform, host: 'wecom' }))).toEqual(['current', 'current', 'current', 'current', 'current'])
})
