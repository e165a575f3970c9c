import { describe, expect, it, vi } from 'vitest'
import { h } from 'vue'
import { useNuxtApp, useRouter, useWechatSdk, useWechatShare } from '#imports'
import { ShareStack } from '../../utils/wechat/share/share-stack'
import { settle } from './bridge'
import { useWebView } from './web-view'

const view = useWebView()
const links = () => view.bridge.of('updateAppMessageShareData').map(({ link }) => String(link).slice(location.origin.length))

describe('a page that changes its address by itself', () => {
  it.each(['pushState', 'replaceState'] as const)('by history.%s shares the new one, on a configuration for it', async (change) => {
    const { status } = view.inScope(() => useWechatShare({ title: 'A' }))
    await settle()
    history[change](history.state, '', '/?tab=2')
    await settle()
    expect(links()).toEqual(['/', '/?tab=2'])
    expect(view.asked.map(url => new URL(url).search)).toEqual(['', '?tab=2'])
    expect(status.value).toBe('set')
  })

  it('many times at once shares the last one', async () => {
    view.inScope(() => useWechatShare({ title: 'A' }))
    await settle()
    for (let step = 1; step <= 20; step++)
      history.replaceState(history.state, '', `/?step=${step}`)
    await settle()
    expect(links()).toEqual(['/', '/?step=20'])
  })

  it('has a configuration for its device functions too', async () => {
    view.inScope(() => useWechatSdk({ jsApiList: ['scanQRCode'] }))
    await settle()
    history.pushState(history.state, '', '/?tab=2')
    await settle()
    expect(view.bridge.configurations().map(({ verifyNonceStr }) => String(verifyNonceStr))).toEqual([`${location.origin}/`, `${location.origin}/?tab=2`])
  })

  it('hands nothing over for a change of the hash alone, or of nothing', async () => {
    view.inScope(() => useWechatShare({ title: 'A' }))
    await settle()
    history.replaceState({ scroll: 1 }, '')
    await settle()
    expect(links()).toEqual(['/'])
  })
})

it('a navigation changes the card once its page is there, not with its address', async () => {
  // The router takes as long as it takes.
  vi.useRealTimers()
  const router = useRouter()
  router.addRoute({ path: '/next', component: { render: () => h('div') } })
  view.inScope(() => useWechatShare({ title: 'A' }))
  await settle()
  await router.push('/next')
  await settle()
  expect(location.pathname).toBe('/next')
  expect(links()).toEqual(['/'])
  await useNuxtApp().callHook('page:loading:end')
  await settle()
  expect(links()).toEqual(['/', '/next'])
  history.replaceState(history.state, '', '/next?tab=2')
  await settle()
  expect(links()).toEqual(['/', '/next', '/next?tab=2'])
  await router.push('/')
})

describe('a page that comes back from the back-forward cache', () => {
  const comeBack = (persisted: boolean) => window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted }))

  it('is configured and hands its card over again', async () => {
    const { status } = view.inScope(() => useWechatShare({ title: 'A' }))
    await settle()
    comeBack(true)
    await settle()
    expect(view.bridge.configurations()).toHaveLength(2)
    expect(view.bridge.titles()).toEqual(['A', 'A'])
    expect(status.value).toBe('set')
  })

  it('is configured again for its device functions, also where it shares nothing', async () => {
    const { status } = view.inScope(() => useWechatSdk({ jsApiList: ['scanQRCode'] }))
    await settle()
    comeBack(true)
    await settle()
    expect(view.bridge.configurations().map(({ verifyJsApiList }) => verifyJsApiList)).toEqual([expect.arrayContaining(['scanQRCode']), expect.arrayContaining(['scanQRCode'])])
    expect(status.value).toBe('set')
  })

  it('and was only loaded, not brought back, asks for nothing', async () => {
    view.inScope(() => useWechatShare({ title: 'A' }))
    await settle()
    comeBack(false)
    await settle()
    expect(view.bridge.configurations()).toHaveLength(1)
  })
})

it('in hash mode the card is that of the route behind the hash, and follows it', async () => {
  const { client } = await useNuxtApp().$wechat ?? {}
  let href = `${location.origin}/?from=timeline#/articles/1`
  const shares = client && new ShareStack(client, () => href, () => true)
  const caller = { read: () => ({ title: 'A' }), openTagList: [], report: () => {} }
  shares?.register(caller)
  shares?.add(caller)
  await settle()
  href = `${location.origin}/?from=timeline#/articles/2?id=7`
  shares?.urlSettled()
  await settle()
  expect(links()).toEqual(['/#/articles/1', '/#/articles/2?id=7'])
  expect(view.bridge.configurations()).toHaveLength(1)
})
