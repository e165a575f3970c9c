import type { BrowserContext } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { status, useAppInWechat } from './app-in-wechat'

const app = useAppInWechat({ NUXT_PUBLIC_WECHAT_SDK_URLS: '' })

/** The URLs that the server was asked to sign. */
function watchRequests(context: BrowserContext): string[] {
  const asked: string[] = []
  context.on('request', request => request.url().includes('/api/wx/config') && asked.push(new URL(request.url()).searchParams.get('url') ?? ''))
  return asked
}

describe.each(['ios', 'android', 'pc'] as const)('in WeChat on %s', (platform) => {
  it('the first page holds its card without a request for a configuration', async () => {
    let asked: string[] = []
    const { page, client } = await app.open('/articles?from=timeline&q=%E4%B8%AD+1', { platform, prepare: async ({ context }) => asked = watchRequests(context) })
    await status(page, 'set').waitFor()
    expect((await client.state()).configurations).toMatchObject([{ ok: true, checkedUrl: page.url() }])
    expect(asked).toEqual([])
  })
})

it('WeChat verifies the first page while the page\'s own code for WeChat is on its way', async () => {
  let deliver = () => {}
  const delivered = new Promise<void>(resolve => deliver = resolve)
  let held = 0
  const { page, client } = await app.open('/articles', { platform: 'ios', prepare: ({ context }) => context.route('**/_nuxt/*.js', async (route) => {
    const response = await route.fetch()
    if ((await response.text()).includes('WeixinOpenTagsError')) {
      held++
      await delivered
    }
    await route.fulfill({ response })
  }) })
  await client.waitFor(({ configurations }) => configurations.length > 0)
  expect((await client.state()).cards).toEqual({})
  expect(held).toBe(1)
  deliver()
  await status(page, 'set').waitFor()
  expect((await client.state()).configurations).toMatchObject([{ ok: true }])
})

it('a page with device functions and a card is verified once, for all of it', async () => {
  const { page, client } = await app.open('/device', { platform: 'android' })
  await status(page, 'set').waitFor()
  await client.waitFor(({ cards }) => cards.chat !== undefined)
  expect((await client.state()).configurations).toMatchObject([{ ok: true }])
})

it('a page whose address is no longer the one that the server saw asks for a configuration', async () => {
  let asked: string[] = []
  const { page, client } = await app.open('/articles', { platform: 'android', prepare: async ({ context, page }) => {
    asked = watchRequests(context)
    // Before the page's own scripts.
    await page.addInitScript(() => history.replaceState(null, '', '/articles?moved'))
  } })
  await status(page, 'set').waitFor()
  expect((await client.state()).configurations.at(-1)).toMatchObject({ ok: true })
  expect(asked).toEqual([`${app.url}/articles?moved`])
})

it('on Android the next page is signed while its chunk is on its way, and once', async () => {
  const order: string[] = []
  const { page, client } = await app.open('/articles', { platform: 'android', prepare: async ({ context }) => context.on('request', request => void order.push(new URL(request.url()).pathname)) })
  await status(page, 'set').waitFor()
  order.length = 0
  await page.locator('main a[href^="/articles/"]').first().click()
  await client.waitFor(({ cards }) => cards.chat?.link === page.url() && page.url() !== `${app.url}/articles`)
  await status(page, 'set').waitFor()
  expect(order.filter(path => path === '/api/wx/config')).toHaveLength(1)
})
