import { describe, expect, expectTypeOf, it } from 'vitest'
import { defineComponent, h, KeepAlive, nextTick, reactive, ref, type Ref } from 'vue'
import { useWechatSdk, useWechatShare } from '#imports'
import type { WechatShareData } from '../../shared/wechat'
import type { WechatApi, WechatApiArguments, WechatApiResult } from '../../utils/wechat/bridge/api'
import { settle } from './bridge'
import { sharing, useWebView } from './web-view'

const view = useWebView()
const { asked, mount, inScope } = view

describe('useWechatShare', () => {
  it('renders first what the server rendered, then how WeChat\'s answer stands', async () => {
    const seen: string[] = []
    await mount(sharing({ title: 'A' }, undefined, seen))
    await settle()
    expect(seen).toEqual(['unsupported', 'configuring', 'set'])
    expect(view.bridge.titles()).toEqual(['A'])
  })

  it('tells why WeChat refused', async () => {
    view.answer({ preVerifyJSAPI: () => 'fail_invalid url domain' })
    const { status, error } = inScope(() => useWechatShare({ title: 'A' }))
    await settle()
    expect(status.value).toBe('failed')
    expect(error.value).toMatchObject({ errMsg: 'config:invalid url domain' })
  })

  it('follows a ref, a getter and what is nested in a reactive object, and nothing else', async () => {
    const asRef: Ref<WechatShareData> = ref({ title: 'ref 1' })
    const asReactive = reactive({ title: 'nested 1' })
    const other = ref(0)
    for (const [source, change] of [
      [asRef, () => asRef.value = { title: 'ref 2' }],
      [() => ({ title: `getter ${asRef.value.title}` }), () => asRef.value.title = 'ref 3'],
      [asReactive, () => asReactive.title = 'nested 2'],
    ] as const) {
      view.bridge.calls.length = 0
      const page = await mount(sharing(source))
      await settle()
      other.value++
      await settle()
      expect(view.bridge.titles()).toHaveLength(1)
      change()
      await settle()
      expect(view.bridge.titles()).toHaveLength(2)
      expect(view.bridge.titles()[0]).not.toBe(view.bridge.titles()[1])
      page.unmount()
      await settle()
    }
  })

  it('of callers on one page the last call wins, though a child is mounted before its parent', async () => {
    const Child = sharing({ title: 'child' })
    await mount(sharing({ title: 'parent' }, () => h(Child)))
    await settle()
    expect(view.bridge.titles().at(-1)).toBe('child')
  })

  it('gives the card back to the caller before when the last one goes', async () => {
    const isThere = ref(false)
    const Child = sharing({ title: 'child' })
    const page = await mount(sharing({ title: 'parent' }, () => isThere.value ? h(Child) : 'nothing'))
    await settle()
    isThere.value = true
    await settle()
    isThere.value = false
    await settle()
    expect(view.bridge.titles()).toEqual(['parent', 'child', 'parent'])
    expect(page.find('[data-status]').attributes('data-status')).toBe('set')
  })

  it('shares again when a kept-alive page comes back, and leaves the card alone while it is away', async () => {
    const title = ref('A')
    const shown = ref('a')
    const [A, B] = [sharing(() => ({ title: title.value })), sharing({ title: 'B' })]
    await mount(defineComponent(() => () => h(KeepAlive, () => h(shown.value === 'a' ? A : B))))
    await settle()
    shown.value = 'b'
    await settle()
    title.value = 'A, changed meanwhile'
    await settle()
    expect(view.bridge.titles()).toEqual(['A', 'B'])
    shown.value = 'a'
    await settle()
    expect(view.bridge.titles()).toEqual(['A', 'B', 'A, changed meanwhile'])
  })

  it('of many changes in a row only the last remains, never an older one after it', async () => {
    const title = ref('0')
    await mount(sharing(() => ({ title: title.value })))
    for (let change = 1; change <= 10; change++) {
      title.value = String(change)
      await nextTick()
    }
    await settle()
    const titles = view.bridge.titles().map(Number)
    expect(titles.at(-1)).toBe(10)
    expect(titles).toEqual([...titles].sort((a, b) => a - b))
    expect(titles.length).toBeLessThan(5)
  })

  it('of a page that has gone makes no call any more', async () => {
    const title = ref('A')
    const page = await mount(sharing(() => ({ title: title.value })))
    page.unmount()
    title.value = 'B'
    await settle()
    expect(view.bridge.titles()).toEqual([])
  })

  it('works in an effect scope outside a component, until it ends', async () => {
    const title = ref('A')
    const { status, scope } = inScope(() => useWechatShare(() => ({ title: title.value })))
    await settle()
    expect(status.value).toBe('set')
    scope.stop()
    title.value = 'B'
    await settle()
    expect(view.bridge.titles()).toEqual(['A', document.title])
  })

  it('writes the Open Graph tags, and none with seo: false', async () => {
    const tag = () => document.head.querySelector('meta[property="og:title"]')?.getAttribute('content')
    const without = await mount(defineComponent(() => {
      useWechatShare({ title: 'A' }, { seo: false })
      return () => h('div')
    }))
    await expect.poll(tag).toBeUndefined()
    without.unmount()
    await mount(sharing({ title: 'A' }))
    await expect.poll(tag).toBe('A')
  })

  it('puts open tags into the configuration', async () => {
    inScope(() => useWechatShare({ title: 'A' }, { openTagList: ['wx-open-launch-app'] }))
    await settle()
    expect(view.bridge.configurations()[0]?.verifyOpenTagList).toContain('wx-open-launch-app')
  })
})

describe('useWechatSdk', () => {
  it('configures once with what the page needs, and calls', async () => {
    view.answer({ chooseImage: () => ({ err_msg: 'chooseImage:ok', localIds: '["a","b"]' }) })
    const { status, call } = inScope(() => useWechatSdk({ jsApiList: ['chooseImage', 'getLocation'] }))
    await settle()
    expect(status.value).toBe('set')
    expect(await call('chooseImage', { count: 2 })).toMatchObject({ localIds: ['a', 'b'] })
    expect(view.bridge.of('chooseImage')[0]).toMatchObject({ count: 2 })
    expect(asked).toHaveLength(1)
  })

  it('rejects with cancelled when the user closes the dialogue', async () => {
    view.answer({ chooseImage: () => 'cancel' })
    const { call } = inScope(() => useWechatSdk({ jsApiList: ['chooseImage'] }))
    await expect(call('chooseImage')).rejects.toMatchObject({ name: 'WechatSdkError', cancelled: true })
  })

  it('is typed by the API\'s name', () => {
    expectTypeOf<WechatApiResult<'chooseImage'>['localIds']>().toEqualTypeOf<string[]>()
    expectTypeOf<[]>().toExtend<WechatApiArguments<'getNetworkType'>>()
    expectTypeOf<[]>().not.toExtend<WechatApiArguments<'chooseWXPay'>>()
    expectTypeOf<'onMenuShareTimeline'>().not.toExtend<WechatApi>()
  })
})

describe('an open tag', () => {
  it('is a custom element to Vue, which warns of no missing component', async () => {
    const { default: OpenTag } = await import('./open-tag.vue')
    const page = await mount(OpenTag)
    expect(page.html()).toContain('<wx-open-launch-weapp appid="wx1"')
  })
})
