import { expect, it } from 'vitest'
import { signJsapi } from '../../../server/wechat/signing/signature'

it('signs WeChat\'s own example as WeChat\'s documentation does', () => {
  expect(signJsapi({
    jsapiTicket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
    nonceStr: 'Wm3WZYTPz0wzccnW',
    timestamp: 1414587457,
    url: 'http://mp.weixin.qq.com?params=value',
  })).toBe('0f9de62fce790f9a083d5c99e95740ceb90c27ed')
})

it('escapes nothing', () => {
  const url = 'https://m.example.com/%E4%B8%AD?a=1&b=+%20"\'#'
  expect(signJsapi({ jsapiTicket: 't', nonceStr: 'n', timestamp: 1, url }))
    .not.toBe(signJsapi({ jsapiTicket: 't', nonceStr: 'n', timestamp: 1, url: encodeURI(url) }))
})
