import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, onMounted, ref } from 'vue'
import { useRouter, useWechatSdk, useWechatShare } from '#imports'
import { settle } from './bridge'
import { sharing, useWebView } from './web-view'

const view = useWebView()
const { mount } = view

/** A component that runs this once it is mounted, and shows nothing. */
const mounting = (run: () => unknown) => defineComponent(() => {
  onMounted(run)
  return () => h('div')
})

/** Waits as for data of a page. */
const load = () => new Promise<void>(resolve => setImmediate(resolve))

describe('useWechatShare, called inside onMounted', () => {
  it('sets the card, follows what it depends on, and ends with the component', async () => {
    const title = ref('A')
    document.title = 'The next page'
    const page = await mount(mounting(() => useWechatShare(() => ({ title: title.value }))))
    await settle()
    title.value = 'A, changed'
    await settle()
    page.unmount()
    title.value = 'A, changed after it has gone'
    await settle()
    expect(view.bridge.titles()).toEqual(['A', 'A, changed', 'The next page'])
  })

  it('tells how the card stands', async () => {
    let share: ReturnType<typeof useWechatShare> | undefined
    await mount(mounting(() => share = useWechatShare({ title: 'A' })))
    await settle()
    expect([share?.status.value, share?.isSupported.value]).toEqual(['set', true])
  })
})

describe.each([
  ['after an await in onMounted', async (share: () => void) => {
    await load()
    share()
  }],
  ['in a handler', (share: () => void) => setImmediate(share)],
])('useWechatShare, called %s', (_, call) => {
  it('sets the card, and ends when the route\'s path changes, not when its query does', async () => {
    // The router takes as long as it takes.
    vi.useRealTimers()
    const router = useRouter()
    router.addRoute({ path: '/another', component: { render: () => h('div') } })
    document.title = 'Another page'
    const title = ref('A')
    await mount(mounting(() => void call(() => useWechatShare(() => ({ title: title.value })))))
    await settle()
    expect(view.bridge.titles()).toEqual(['A'])
    await router.push('/?tab=2')
    await settle()
    expect(view.bridge.titles().at(-1)).toBe('A')
    await router.push('/another')
    title.value = 'A, changed after it has gone'
    await settle()
    expect(view.bridge.titles().at(-1)).toBe('Another page')
    await router.push('/')
  })
})

describe('a page on which no caller decides', () => {
  it('gets a neutral card: its title, also where that comes late, and its own link', async () => {
    const page = await mount(sharing({ title: 'A', link: '/a' }))
    await settle()
    page.unmount()
    await view.navigate('/b?id=7')
    document.title = 'The title of B'
    await nextTick()
    await settle()
    expect(view.bridge.of('updateAppMessageShareData').at(-1)).toMatchObject({ title: 'The title of B', link: expect.stringMatching(/\/b\?id=7$/) })
    expect(view.bridge.of('updateTimelineShareData').at(-1)).toMatchObject({ title: 'The title of B' })
  })

  it('calls WeChat for nothing where no card was ever set', async () => {
    document.title = 'A'
    await view.navigate('/elsewhere')
    document.title = 'B'
    await settle()
    expect(view.bridge.calls).toEqual([])
  })

  it('is so too where its card fails after another page\'s was set', async () => {
    document.title = 'The failing page'
    const first = await mount(sharing({ title: 'A' }))
    await settle()
    view.answer({ updateAppMessageShareData: ({ title }) => title === 'B' ? 'fail_invalid link' : 'ok' })
    first.unmount()
    const page = await mount(sharing({ title: 'B' }))
    await settle()
    expect(page.find('[data-status]').attributes('data-status')).toBe('failed')
    expect(view.bridge.titles().at(-1)).toBe('The failing page')
  })

  it('gets the card of a call in app.vue, where there is one', async () => {
    const isThere = ref(true)
    const Page = sharing({ title: 'page' })
    await mount(sharing({ title: 'app' }, () => isThere.value ? h(Page) : 'nothing'))
    await settle()
    isThere.value = false
    await settle()
    expect(view.bridge.titles()).toEqual(['page', 'app'])
  })
})

describe('useWechatSdk', () => {
  it.each([
    ['inside onMounted', async (use: () => void) => use()],
    ['after an await', async (use: () => void) => {
      await load()
      use()
    }],
  ])('is configured where it is called %s', async (_, call) => {
    let sdk: ReturnType<typeof useWechatSdk> | undefined
    await mount(mounting(() => call(() => sdk = useWechatSdk({ jsApiList: ['getNetworkType'] }))))
    await settle()
    expect([sdk?.status.value, sdk?.isSupported.value]).toEqual(['set', true])
    expect(view.bridge.configurations().at(-1)?.verifyJsApiList).toContain('getNetworkType')
  })
})
