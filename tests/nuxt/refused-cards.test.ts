import { describe, expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { useWechatSdk, useWechatShare } from '#imports'
import { settle } from './bridge'
import { sharing, useWebView } from './web-view'

const view = useWebView()

describe('a card that WeChat would not show', () => {
  it.each([
    ['without a title', { title: '' }, /no title/],
    ['with a picture that the bundler has put into the page', { title: 'A', imgUrl: 'data:image/png;base64,iVBORw0KGgo=' }, /imgUrl/],
    ['with an SVG', { title: 'A', imgUrl: '/cover.svg' }, /SVG/],
  ])('%s fails with the reason, and WeChat does not hear of it', async (_, card, reason) => {
    const { status, error } = view.inScope(() => useWechatShare(card))
    await settle()
    expect(status.value).toBe('failed')
    expect(error.value?.message).toMatch(reason)
    expect(view.bridge.titles()).toEqual([])
  })

  it('is set once its data has come', async () => {
    const title = ref('')
    const { status, error } = view.inScope(() => useWechatShare(() => ({ title: title.value })))
    await settle()
    expect(status.value).toBe('failed')
    title.value = 'A'
    await settle()
    expect([status.value, error.value]).toEqual(['set', undefined])
  })

  it('after another page\'s leaves the neutral one', async () => {
    document.title = 'The page without a picture'
    const first = await view.mount(sharing({ title: 'A' }))
    await settle()
    first.unmount()
    await view.mount(sharing({ title: 'B', imgUrl: 'data:,' }))
    await settle()
    expect(new Set(view.bridge.titles())).toEqual(new Set(['A', 'The page without a picture']))
    expect(view.bridge.titles().at(-1)).toBe('The page without a picture')
  })
})

describe('a page whose configuration fails, after another page\'s card was set', () => {
  it.each([
    ['the server signs nothing', () => view.refuse({ code: 'wechat_busy', hint: 'Wait.' })],
    ['the client refuses it', () => void view.answer({ preVerifyJSAPI: () => 'fail_invalid url domain' })],
  ])('says so, and offers the neutral card all the same, where %s', async (_, fail) => {
    document.title = 'B'
    const first = await view.mount(sharing({ title: 'A' }))
    await settle()
    fail()
    view.bridge.calls.length = 0
    first.unmount()
    await view.navigate('/b')
    const page = await view.mount(sharing({ title: 'B\'s own card' }))
    await settle()
    expect(page.find('[data-status]').attributes('data-status')).toBe('failed')
    expect(view.bridge.of('updateAppMessageShareData').at(-1)).toMatchObject({ title: 'B', link: `${location.origin}/b` })
    expect(view.bridge.of('updateTimelineShareData').at(-1)).toMatchObject({ title: 'B', link: `${location.origin}/b` })
    view.bridge.listeners.get('menu:share:appmessage')?.({})
    expect(view.bridge.of('sendAppMessage').at(-1)).toMatchObject({ title: 'B', link: `${location.origin}/b` })
  })

  it('offers nothing where no card was ever set', async () => {
    view.answer({ preVerifyJSAPI: () => 'fail_invalid url domain' })
    view.inScope(() => useWechatShare({ title: 'A' }))
    await settle()
    expect(view.bridge.titles()).toEqual([])
  })
})

describe('a client that shows no open tags', () => {
  const refuseTags = () => document.dispatchEvent(Object.assign(new Event('WeixinOpenTagsError'), { detail: { errMsg: 'WeixinOpenTagsError:not supported' } }))

  it('is told by error to those who have asked for one, while the card is set', async () => {
    const { card, tag, plain } = view.inScope(() => ({
      tag: useWechatSdk({ jsApiList: [], openTagList: ['wx-open-launch-weapp'] }),
      plain: useWechatSdk({ jsApiList: ['chooseImage'] }),
      card: useWechatShare({ title: 'A' }, { openTagList: ['wx-open-launch-app'] }),
    }))
    await settle()
    expect([card.error.value, tag.error.value]).toEqual([undefined, undefined])
    refuseTags()
    await settle()
    for (const { status, error } of [card, tag]) {
      expect(status.value).toBe('set')
      expect(error.value).toMatchObject({ name: 'WechatSdkError', api: 'openTag', reason: expect.stringContaining('not supported') })
    }
    expect(plain.error.value).toBeUndefined()
  })

  it('is told to those who ask later, too, as it says so once', async () => {
    const later = await view.mount(defineComponent(() => {
      const { error } = useWechatSdk({ jsApiList: [], openTagList: ['wx-open-audio'] })
      return () => h('p', error.value?.message)
    }))
    await settle()
    expect(later.text()).toContain('shows no open tags')
  })
})
