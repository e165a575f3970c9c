import type { BrowserContext, Page, Request } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { status, useAppInWechat } from './app-in-wechat'
import { useDesk } from './desk'

// Each page asks for its signature, which the tests change on its way.
const app = useAppInWechat({ NUXT_WECHAT_SIGN_HTML: 'false' })
// The page asks for its signature.
const desk = useDesk({ NUXT_WECHAT_SIGN_HTML: 'false' })

/** The server signs wrongly. */
function signWrongly(of: Page | BrowserContext): Promise<unknown> {
  return of.route('**/api/wx/config*', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...await response.json(), signature: '0'.repeat(40) } })
  })
}

/** Keeps the reports that a page sends. */
function listen(page: Page, reports: Request[]): void {
  page.on('request', request => request.url().endsWith('/api/wx/report') && reports.push(request))
}

describe('a page whose signature WeChat refuses', () => {
  it('tells the server so once, and the server takes it', async () => {
    const reports: Request[] = []
    const { page } = await app.open('/articles/first?utm=1', { platform: 'android', prepare: async ({ page }) => {
      listen(page, reports)
      await signWrongly(page)
    } })
    await status(page, 'failed').first().waitFor()
    await expect.poll(() => reports.length).toBe(1)
    expect(reports[0]?.postDataJSON()).toEqual({ errMsg: 'config:invalid signature', path: '/articles/first', platform: 'android', host: 'wechat', version: expect.stringMatching(/^8\.0\./) })
    expect((await reports[0]?.response())?.status()).toBe(204)
  })

  it('is seen to do so in the log of the desk', async () => {
    const phone = await desk.open('?client=android&page=/articles', { prepare: signWrongly })
    await phone.tab('Log')
    const entry = phone.panel.locator('tbody tr', { hasText: '/api/wx/report' })
    await expect.poll(() => entry.allTextContents()).toEqual([expect.stringMatching(/POST .*config:invalid signature.*204/s)])
  })
})

describe('a page that works', () => {
  it('tells nothing', async () => {
    const reports: Request[] = []
    const { page } = await app.open('/articles/first', { platform: 'android', prepare: async ({ page }) => {
      listen(page, reports)
    } })
    await status(page, 'set').first().waitFor()
    expect(reports).toEqual([])
  })
})
