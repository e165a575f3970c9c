import { readFile } from 'node:fs/promises'
import { transform } from 'esbuild'
import { createHooks } from 'hookable'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readFields } from '../../../server/wechat/push/fields'

beforeEach(() => {
  vi.stubGlobal('defineNitroPlugin', (plugin: unknown) => plugin)
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** The plugin that a page shows in the file of this name, and what its listener returns. */
async function load(page: string, file: string): Promise<(fields: Record<string, string>) => unknown> {
  const text = await readFile(new URL(`../../../${page}`, import.meta.url), 'utf8')
  const block = [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code).find(code => code.startsWith(`// ${file}\n`)) ?? ''
  const { code } = await transform(block, { loader: 'ts' })
  const { default: plugin } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)
  const hooks = createHooks()
  plugin({ hooks })
  return fields => hooks.callHook('wechat:message', { fields })
}

describe.each(['docs/messages.md', 'docs/zh/messages.md'])('the plugins of %s', (page) => {
  it('reply to a text with the user\'s own words, whatever they are, and to nothing else', async () => {
    const reply = await load(page, 'server/plugins/replies.ts')
    const answer = String(await reply({ MsgType: 'text', Content: '你好', FromUserName: 'oUser', ToUserName: 'gh_1' }))
    expect(readFields(answer)).toMatchObject({ ToUserName: 'oUser', FromUserName: 'gh_1', MsgType: 'text', Content: expect.stringMatching(/你好$/) })
    expect(await reply({ MsgType: 'text', Content: ']]></Content><MsgType>', FromUserName: 'oUser', ToUserName: 'gh_1' })).not.toContain(']]></Content><MsgType>')
    expect(await reply({ MsgType: 'event', Event: 'subscribe' })).toBeUndefined()
  })

  it('log a line for who subscribes, and reply nothing', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    const hear = await load(page, 'server/plugins/subscribers.ts')
    expect(await hear({ MsgType: 'event', Event: 'subscribe', FromUserName: 'oUser', EventKey: 'qrscene_order-7' })).toBeUndefined()
    await hear({ MsgType: 'event', Event: 'unsubscribe', FromUserName: 'oUser' })
    await hear({ MsgType: 'text', Event: 'subscribe', FromUserName: 'oUser' })
    expect(log.mock.calls).toEqual([['{"event":"subscribed","openid":"oUser","scene":"order-7"}']])
  })
})
