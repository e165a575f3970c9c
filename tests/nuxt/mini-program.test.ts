import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import { useNuxtApp, useWechatMiniProgram, useWechatShare } from '#imports'
import { settle } from './bridge'
import { sharing, useWebView } from './web-view'

const view = useWebView()

/** What was asked of the mini program, in order. */
const asked = () => view.bridge.of('invokeMiniProgramAPI').map(({ name, arg }) => [name, arg])
const cards = () => asked().map(([, arg]) => Object(arg).card?.title)

// It is loaded by need, which takes as long as it takes.
beforeAll(async () => {
  await import('../../utils/wechat/mini-program')
})
beforeEach(() => void vi.stubGlobal('__wxjs_environment', 'miniprogram'))
afterEach(() => void vi.unstubAllGlobals())

describe('useWechatShare in a mini program', () => {
  it('leaves the card for the mini program, anew when it changes, and asks WeChat\'s client for none', async () => {
    const title = ref('A')
    const { status, isSupported } = view.inScope(() => useWechatShare(() => ({ title: title.value, desc: 'D', link: '/a', imgUrl: '/a.png' })))
    await settle()
    title.value = 'A, changed'
    await settle()
    const { origin } = window.location
    expect(asked()).toEqual([
      ['postMessage', { type: 'nuxt-wechat:share', card: { title: 'A', desc: 'D', link: `${origin}/a`, imgUrl: `${origin}/a.png` } }],
      ['postMessage', { type: 'nuxt-wechat:share', card: { title: 'A, changed', desc: 'D', link: `${origin}/a`, imgUrl: `${origin}/a.png` } }],
    ])
    expect(view.bridge.configurations()).toEqual([])
    expect([status.value, isSupported.value]).toEqual(['unsupported', false])
  })

  it('leaves a neutral card on a page on which no caller decides, so that it does not share the page before', async () => {
    const page = await view.mount(sharing({ title: 'A', link: '/a' }))
    await settle()
    document.title = 'The page after'
    page.unmount()
    await settle()
    expect(cards()).toEqual(['A', 'The page after'])
  })

  it('says what is wrong with a card that none would show', async () => {
    const { status, error } = view.inScope(() => useWechatShare({ title: ' ' }))
    await settle()
    expect([status.value, error.value?.message]).toEqual(['failed', expect.stringContaining('The card has no title')])
    expect(cards()).toEqual([])
  })
})

describe('useWechatMiniProgram', () => {
  it('knows that the page is in a mini program once it is mounted', async () => {
    const seen: unknown[] = []
    const page = await view.mount(defineComponent(() => {
      const { env, isInside } = useWechatMiniProgram()
      return () => {
        seen.push([env.value, isInside.value])
        return h('div')
      }
    }))
    await nextTick()
    expect(seen).toEqual([[undefined, false], ['miniprogram', true]])
    page.unmount()
  })

  it('knows it as soon as WeChat\'s client tells, where that comes late; and elsewhere says what shows the page', async () => {
    vi.unstubAllGlobals()
    window.WeixinJSBridge = undefined
    const { env, isInside } = view.inScope(() => useWechatMiniProgram())
    const { env: another } = view.inScope(() => useWechatMiniProgram())
    await settle()
    expect([env.value, isInside.value]).toEqual([undefined, false])
    vi.stubGlobal('__wxjs_environment', 'miniprogram')
    document.dispatchEvent(new Event('WeixinJSBridgeReady'))
    await settle()
    expect([env.value, isInside.value, another.value]).toEqual(['miniprogram', true, 'miniprogram'])

    vi.unstubAllGlobals()
    view.answer({})
    const inWechat = view.inScope(() => useWechatMiniProgram())
    await settle()
    expect([inWechat.env.value, inWechat.isInside.value]).toEqual(['wechat', false])
  })

  it('moves the mini program, and posts to it, without a configuration', async () => {
    const { navigateTo, redirectTo, switchTab, reLaunch, navigateBack, postMessage } = view.inScope(() => useWechatMiniProgram())
    const url = '/pages/order/order?id=7'
    await navigateTo({ url })
    await redirectTo({ url })
    await switchTab({ url: '/pages/cart/cart' })
    await reLaunch({ url })
    await navigateBack()
    await navigateBack({ delta: 2 })
    await postMessage({ data: ref({ order: 7 }).value })
    expect(asked()).toEqual([
      ['navigateTo', { url }],
      ['redirectTo', { url }],
      ['switchTab', { url: '/pages/cart/cart' }],
      ['reLaunch', { url }],
      ['navigateBack', { delta: 1 }],
      ['navigateBack', { delta: 2 }],
      ['postMessage', { order: 7 }],
    ])
    expect(view.bridge.configurations()).toEqual([])
  })

  it('rejects with what the mini program says, where nothing answers, and with what is no JSON', async () => {
    const { navigateTo, postMessage } = view.inScope(() => useWechatMiniProgram())
    view.answer({ invokeMiniProgramAPI: () => 'fail page not found' })
    await expect(navigateTo({ url: '/pages/none' })).rejects.toMatchObject({ api: 'miniProgram.navigateTo', reason: 'fail page not found', refused: true })

    view.answer({ invokeMiniProgramAPI: () => 'never' })
    const unanswered = navigateTo({ url: '/pages/none' }).catch((error: unknown) => error)
    await settle()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await unanswered).toMatchObject({ errMsg: 'miniProgram.navigateTo:timeout' })

    const circle: { self?: object } = {}
    circle.self = circle
    await expect(postMessage({ data: circle })).rejects.toThrow(TypeError)
  })

  it('rejects in WeChat itself and in every other browser', async () => {
    vi.unstubAllGlobals()
    const { navigateTo } = view.inScope(() => useWechatMiniProgram())
    await expect(navigateTo({ url: '/' })).rejects.toMatchObject({ errMsg: 'miniProgram.navigateTo:unsupported' })
    const { $wechat } = useNuxtApp()
    expect($wechat).toBeDefined()
    expect(asked()).toEqual([])
  })
})
