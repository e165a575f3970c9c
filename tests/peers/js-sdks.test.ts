import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { asScript } from '../browser/sdk-script'
import { useSdkSite } from '../browser/sdk-site'

const peers = createRequire(import.meta.url)

/** Every JS-SDK that npm has from 1.0.7 on: WeChat's own file, wrapped by others. */
const sdks = [
  'weixin-js-sdk-1.0.7', 'weixin-js-sdk-1.2.0', 'weixin-js-sdk-1.3.2', 'weixin-js-sdk-1.3.3', 'weixin-js-sdk-1.4.0-test',
  'weixin-js-sdk-1.6.0', 'weixin-js-sdk-1.6.2', 'weixin-js-sdk-1.6.3', 'weixin-js-sdk-1.6.5',
  'jweixin', 'jweixin-module-1.4.1', 'jweixin-module-1.6.0', 'weixin-jsapi',
]
const platforms = ['ios', 'android', 'harmony', 'pc', 'devtools'] as const
const SHARES = ['onMenuShareAppMessage', 'onMenuShareTimeline', 'updateAppMessageShareData', 'updateTimelineShareData', 'checkJsApi']
const share = { title: '标题', desc: '说明', imgUrl: 'https://example.com/a.png' }

// One of them is a module around a script.
const site = useSdkSite(async name => asScript((await readFile(peers.resolve(name), 'utf8')).replace(/^export default .*$/m, '')))

describe.each(sdks)('%s', (sdk) => {
  const path = `/page?sdk=${sdk}`

  it.each(platforms)('on %s is configured, refused with a wrong signature, and shares a card', async (platform) => {
    const refused = await site.open({ platform }, path)
    await refused.configure(`${site.origin}/elsewhere`, SHARES)
    expect((await refused.client.state()).configurations.at(-1)).toMatchObject({ ok: false, verdict: 'fail_invalid signature' })

    const { call, client, configure, page } = await site.open({ platform }, path)
    expect(await configure(site.origin + path, SHARES)).toBe('ok')
    expect((await client.state()).configurations.at(-1)).toMatchObject({ ok: true })
    expect(await call('checkJsApi', { jsApiList: ['onMenuShareTimeline'] })).toMatchObject({ errMsg: 'checkJsApi:ok' })
    const link = `${site.origin}/a`
    const hasNewCalls = await page.evaluate(() => 'updateAppMessageShareData' in Reflect.get(globalThis, 'wx'))
    if (hasNewCalls)
      await call('updateAppMessageShareData', { ...share, link })
    else
      await page.evaluate(card => Reflect.get(globalThis, 'wx').onMenuShareAppMessage(card), { ...share, link })
    expect(await client.tapShare('chat')).toMatchObject({ link, card: { ...share, via: hasNewCalls ? 'data' : 'listener' } })
  })

  it.each(['ios', 'android'] as const)('in WeCom on %s is refused with an official account\'s signature', async (platform) => {
    const { client, configure } = await site.open({ platform, host: 'wecom' }, path)
    await configure(site.origin + path, SHARES)
    expect((await client.state()).configurations.at(-1)).toMatchObject({ ok: false, verdict: 'fail_invalid appid' })
  })

  it.each(['ios', 'android'] as const)('in a mini program on %s is configured, and sets no card', async (platform) => {
    const { client, configure, page } = await site.open({ platform, host: 'miniprogram' }, path)
    expect(await configure(site.origin + path, SHARES)).toBe('ok')
    await page.evaluate(card => Reflect.get(globalThis, 'wx').onMenuShareAppMessage(card), share)
    expect((await client.state()).cards).toEqual({})
  })
})
