import { mountSuspended } from '@nuxt/test-utils/runtime'
import { createMemoryHistory } from 'vue-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import { useRouter } from '#imports'
import type { WechatShareData } from '../../shared/wechat'
import { warnOfCard } from '../../utils/wechat/share/card-warnings'

let warnings: string[]

beforeEach(() => {
  warnings = []
  vi.spyOn(console, 'warn').mockImplementation((text: unknown) => void warnings.push(String(text)))
})

afterEach(() => vi.restoreAllMocks())

/** Two pages with this card, in development. */
async function open(card: () => WechatShareData) {
  const page = defineComponent({
    setup() {
      warnOfCard(card)
      return () => h('div')
    },
  })
  const pages = [await mountSuspended(page), await mountSuspended(page)]
  await nextTick()
  pages.forEach(page => page.unmount())
  return warnings.filter(text => text.startsWith('[nuxt-wechat]'))
}

describe('a developer, in any browser, is warned once, with the fix', () => {
  it.each([
    ['of a card without a title', { title: ' ' }, /no title: give it one/],
    ['of a picture inside the page', { title: 'A', imgUrl: 'data:image/png;base64,AAAA' }, /put it into public\//],
    ['of an SVG', { title: 'A', imgUrl: '/cover.SVG?v=2' }, /give a PNG or JPEG/],
    ['of a link that is none', { title: 'A', link: 'javascript:void 0' }, /leave it out, or give a page of this site/],
  ])('%s', async (_, card, text) => {
    expect(await open(() => card)).toEqual([expect.stringMatching(text)])
  })

  it('of hash mode, where the card has no link of its own', async () => {
    vi.spyOn(useRouter().options, 'history', 'get').mockReturnValue({ ...createMemoryHistory(), base: '/#' })
    expect(await open(() => ({ title: 'A', link: '/open?to=%2Fa' }))).toEqual([])
    expect(await open(() => ({ title: 'A' }))).toEqual([expect.stringMatching(/hash mode.*Use history mode, or give the card a link without #/)])
  })
})

it('a developer is not warned of a good card', async () => {
  expect(await open(() => ({ title: 'A', imgUrl: '/a.png' }))).toEqual([])
})
