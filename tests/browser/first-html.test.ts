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
