import { describe, expect, it } from 'vitest'
import { defineComponent, h, KeepAlive, nextTick, ref, type Component } from 'vue'
import { useNuxtApp, useWechatShare } from '#imports'
import type { ShareCaller } from '../../utils/wechat/share/share-stack'
import { settle } from './bridge'
import { pass, sharing, useWebView } from './web-view'

const view = useWebView()
const { asked, mount, inScope } = view

/** An answer that comes when the test says so. */
function later() {
  let send: (answer: string) => void = () => {}
  const answer = new Promise<string>(resolve => send = resolve)
  return { answer, send }
}

/** The components of these names, while they are shown. */
function layout(shown: { value: string[] }, pages: Record<string, Component>, own?: string) {
  return defineComponent(() => {
    if (own)
      useWechatShare({ title: own })
    return () => shown.value.map(name => h(pages[name] ?? 'div', { key: name }))
  })
}

describe('of several callers', () => {
  const pages = { a: sharing({ title: 'a' }), b: sharing({ title: 'b' }), c: sharing({ title: 'c' }) }

  it('the one that came last has the card, and it goes back through those before as they go', async () => {
    const shown = ref<string[]>([])
    await mount(layout(shown, pages, 'layout'))
    await settle()
    for (const names of [['a'], ['a', 'b'], ['a', 'b', 'c'], ['a', 'b'], ['a'], []]) {
      shown.value = names
      await settle()
    }
    expect(view.bridge.titles()).toEqual(['layout', 'a', 'b', 'c', 'b', 'a', 'layout'])
  })

  it('one that goes without having had the card changes nothing', async () => {
    const shown = ref(['a', 'b', 'c'])
    await mount(layout(shown, pages))
    await settle()
    shown.value = ['a', 'c']
    await settle()
    expect(view.bridge.titles()).toEqual(['c'])
    shown.value = ['a']
    await settle()
    expect(view.bridge.titles()).toEqual(['c', 'a'])
  })

  it('one page that is replaced by another hands nothing over in between', async () => {
    const shown = ref(['a'])
    await mount(layout(shown, pages, 'layout'))
    await settle()
    shown.value = ['b']
    await settle()
    expect(view.bridge.titles()).toEqual(['a', 'b'])
  })

  it('those without the card say that they are supported and wait for it', async () => {
    const isOpen = ref(true)
    const Child = sharing({ title: 'child' })
    const page = await mount(sharing({ title: 'parent' }, () => isOpen.value ? h(Child) : 'nothing'))
    await settle()
    expect(page.findAll('[data-status]').map(one => one.attributes('data-status'))).toEqual(['configuring', 'set'])
    isOpen.value = false
    await settle()
    expect(page.findAll('[data-status]').map(one => one.attributes('data-status'))).toEqual(['set'])
  })

  it('a change of one without the card is kept until it has its turn', async () => {
    const title = ref('a')
    const first = inScope(() => useWechatShare(() => ({ title: title.value })))
    const second = inScope(() => useWechatShare({ title: 'b' }))
    await settle()
    title.value = 'a, changed'
    await settle()
    expect(view.bridge.titles()).toEqual(['b'])
    second.scope.stop()
    await settle()
    expect(view.bridge.titles()).toEqual(['b', 'a, changed'])
    expect(first.status.value).toBe('set')
  })
})

describe('a card', () => {
  it('is not handed over again where what it is made of changes and it does not', async () => {
    const count = ref(1)
    inScope(() => useWechatShare(() => ({ title: count.value > 5 ? 'many' : 'few' })))
    await settle()
    count.value = 2
    await settle()
    count.value = 9
    await settle()
    expect(view.bridge.titles()).toEqual(['few', 'many'])
  })

  it('waits for the answer to the one before, and of those that wait only the newest is handed over', async () => {
    const first = later()
    view.answer({ updateAppMessageShareData: (_, times) => times === 1 ? first.answer : 'ok' })
    const title = ref('0')
    const { status } = inScope(() => useWechatShare(() => ({ title: title.value })))
    await settle()
    for (let change = 1; change <= 10; change++) {
      title.value = String(change)
      await nextTick()
    }
    await settle()
    expect(view.bridge.titles()).toEqual(['0'])
    expect(status.value).toBe('configuring')
    first.send('ok')
    await settle()
    expect(view.bridge.titles()).toEqual(['0', '10'])
    expect(status.value).toBe('set')
  })

  it('that is refused when a newer one waits is not what the page reports', async () => {
    const first = later()
    view.answer({ updateAppMessageShareData: (_, times) => times === 1 ? first.answer : 'ok' })
    const title = ref('old')
    const { status, error } = inScope(() => useWechatShare(() => ({ title: title.value })))
    await settle()
    title.value = 'new'
    await nextTick()
    first.send('fail')
    await settle()
    expect(view.bridge.titles()).toEqual(['old', 'new'])
    expect([status.value, error.value]).toEqual(['set', undefined])
  })

  it('that cannot be read fails with the reason, and the next one is set', async () => {
    const { shares } = await useNuxtApp().$wechat ?? {}
    const reports: unknown[] = []
    const articles: { title: string }[] = []
    const caller: ShareCaller = {
      read() {
        if (!articles[0])
          throw new TypeError('no article')
        return articles[0]
      },
      openTagList: [],
      report: (status, error) => reports.push(error ? [status, error.message] : status),
    }
    shares?.register(caller)
    shares?.add(caller)
    await settle()
    articles.push({ title: 'A' })
    shares?.update(caller)
    await settle()
    shares?.remove(caller)
    expect(reports).toEqual(['configuring', 'configuring', ['failed', 'no article'], 'configuring', 'set'])
  })

  it('has the page\'s new link after a navigation, on a configuration for it', async () => {
    const { status } = inScope(() => useWechatShare({ title: 'A' }))
    await settle()
    await view.navigate('/next?a=1#part')
    expect(view.bridge.of('updateAppMessageShareData').map(({ link }) => link)).toEqual([`${location.origin}/`, `${location.origin}/next?a=1`])
    expect(asked).toEqual([`${location.origin}/`, `${location.origin}/next?a=1`])
    expect(status.value).toBe('set')
  })

  it('is handed over once where a navigation ends at the URL that it was made for', async () => {
    inScope(() => useWechatShare({ title: 'A' }))
    await settle()
    await useNuxtApp().callHook('page:loading:end')
    await settle()
    expect(view.bridge.titles()).toEqual(['A'])
  })
})

describe('of a page that has gone', () => {
  it('the answer changes nothing, and the next page\'s card follows it', async () => {
    const first = later()
    view.answer({ updateAppMessageShareData: (_, times) => times === 1 ? first.answer : 'ok' })
    const gone = inScope(() => useWechatShare({ title: 'gone' }))
    await settle()
    gone.scope.stop()
    const { status } = inScope(() => useWechatShare({ title: 'here' }))
    await settle()
    expect(view.bridge.titles()).toEqual(['gone'])
    first.send('ok')
    await settle()
    expect(view.bridge.titles()).toEqual(['gone', 'here'])
    expect([gone.status.value, status.value]).toEqual(['configuring', 'set'])
  })

  it('no card is handed over once the configuration is answered', async () => {
    const verdict = later()
    view.answer({ preVerifyJSAPI: () => verdict.answer })
    const page = await mount(sharing({ title: 'gone' }))
    await settle()
    expect(view.bridge.configurations()).toHaveLength(1)
    page.unmount()
    verdict.send('ok')
    await settle()
    expect(view.bridge.titles()).toEqual([])
  })

  it('no card is tried again, though the client was still verifying', async () => {
    view.answer({ updateAppMessageShareData: () => 'fail, the permission value is offline verifying' })
    const { scope } = inScope(() => useWechatShare({ title: 'gone' }))
    await settle()
    scope.stop()
    await pass(60_000)
    expect(view.bridge.titles()).toEqual(['gone'])
  })

  it('no card is tried again on a new configuration, though the client denied it', async () => {
    const second = later()
    view.answer({
      preVerifyJSAPI: (_, times) => times === 1 ? 'ok' : second.answer,
      updateAppMessageShareData: () => ({ err_msg: 'system:access_denied' }),
    })
    const { scope } = inScope(() => useWechatShare({ title: 'gone' }))
    await settle()
    expect(view.bridge.configurations()).toHaveLength(2)
    scope.stop()
    second.send('ok')
    await settle()
    expect(view.bridge.titles()).toEqual(['gone'])
  })

  it('no old listener is left behind', async () => {
    const answer = later()
    view.answer({ updateAppMessageShareData: () => answer.answer })
    const { scope } = inScope(() => useWechatShare({ title: 'gone' }))
    await settle()
    scope.stop()
    answer.send('function_not_exist')
    await settle()
    expect([...view.bridge.listeners.keys()]).toEqual([])
  })

  it('a change hands no card of it over, and a navigation the neutral one alone', async () => {
    const title = ref('A')
    const page = await mount(sharing(() => ({ title: title.value })))
    await settle()
    page.unmount()
    title.value = 'B'
    await view.navigate('/elsewhere')
    await pass(60_000)
    expect(new Set(view.bridge.titles())).toEqual(new Set(['A', document.title]))
    expect(view.bridge.of('updateAppMessageShareData').at(-1)?.link).toContain('/elsewhere')
  })
})

describe('a kept-alive page', () => {
  it('that comes back from another URL has its card and a configuration again', async () => {
    const shown = ref('a')
    const pages: Record<string, Component> = { a: sharing({ title: 'a' }), b: sharing({ title: 'b' }) }
    await mount(defineComponent(() => () => h(KeepAlive, () => h(pages[shown.value] ?? 'div'))))
    await settle()
    for (const [name, path] of [['b', '/b'], ['a', '/']] as const) {
      history.pushState(null, '', path)
      shown.value = name
      await view.navigate(path)
    }
    expect(view.bridge.titles()).toEqual(['a', 'b', 'a'])
    expect(asked.map(url => new URL(url).pathname)).toEqual(['/', '/b', '/'])
  })

  it('that goes and comes back at once, while its card is under way, ends up set', async () => {
    const { shares } = await useNuxtApp().$wechat ?? {}
    const reports: string[] = []
    const caller: ShareCaller = { read: () => ({ title: 'A' }), openTagList: [], report: status => reports.push(status) }
    shares?.register(caller)
    shares?.add(caller)
    await nextTick()
    shares?.remove(caller)
    shares?.add(caller)
    await settle()
    shares?.remove(caller)
    expect(reports.at(-1)).toBe('set')
    expect(view.bridge.titles()).toEqual(['A'])
  })
})
