import type { Page, Request } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { status, useAppInWechat } from './app-in-wechat'

const app = useAppInWechat()

/** Keeps the reports that a page sends. */
function listen(page: Page, reports: Request[]): void {
  page.on('request', request => request.url().endsWith('/api/wx/report') && reports.push(request))
}

describe('a page whose signature WeChat refuses', () => {
  it('tells the server so once, and the server takes it', async () => {
    const reports: Request[] = []
    const { page } = await app.open('/articles/bare-link?utm=1', { platform: 'android', prepare: async ({ page }) => {
      listen(page, reports)
      await page.route('**/api/wx/config*', async (route) => {
        const response = await route.fetch()
        await route.fulfill({ response, json: { ...await response.json(), signature: '0'.repeat(40) } })
      })
    } })
    await status(page, 'failed').first().waitFor()
    await expect.poll(() => reports.length).toBe(1)
    expect(reports[0]?.postDataJSON()).toEqual({ errMsg: 'config:invalid signature', path: '/articles/bare-link', platform: 'android', version: expect.stringMatching(/^8\.0\./) })
    expect((await reports[0]?.response())?.status()).toBe(204)
  })
})

describe('a page that works', () => {
  it('tells nothing', async () => {
    const reports: Request[] = []
    const { page } = await app.open('/articles/bare-link', { platform: 'android', prepare: async ({ page }) => {
      listen(page, reports)
    } })
    await status(page, 'set').first().waitFor()
    expect(reports).toEqual([])
  })
})
