import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useFixturePages } from './fixture-pages'

const app = useFixturePages({ isHashMode: true, env: { NUXT_WECHAT_SITE_ORIGIN: 'https://m.example.com' } })

/** The addresses at which a sign-in would begin. */
async function catchLogins(page: Page, logins: string[]) {
  await page.route('**/api/wx/login*', (route) => {
    logins.push(new URL(route.request().url()).searchParams.get('redirect') ?? '')
    return route.fulfill({ body: 'WeChat' })
  })
}

describe('in hash mode', () => {
  it.each(['ios', 'android'] as const)('each page\'s card opens that page, on %s', async (platform) => {
    const { page, client } = await app.openInWechat('/?from=timeline&isappinstalled=0#/', { platform })
    await client.waitFor(({ cards }) => cards.chat?.link === `${app.url}/#/`)
    await page.locator('a').click()
    await client.waitFor(({ cards }) => cards.chat?.link === `${app.url}/#/other?id=7` && cards.moments?.link === `${app.url}/#/other?id=7`)
    expect((await client.state()).configurations.every(({ ok }) => ok)).toBe(true)
  })

  it('a link without # leads on to its route, by the landing rule of docs/web-views.md', async () => {
    const { page, client } = await app.openInWechat('/?to=%2Fother%3Fid%3D7', { platform: 'ios' })
    await client.waitFor(({ cards }) => cards.chat?.link === `${app.url}/#/other?id=7`)
    expect(page.url()).toBe(`${app.url}/#/other?id=7`)
    expect((await client.state()).configurations.every(({ ok }) => ok)).toBe(true)
  })

  it('login() comes back to the page that it was called on', async () => {
    const logins: string[] = []
    const { page } = await app.open('/?tenant=7&from=timeline#/other?id=7', page => catchLogins(page, logins))
    await page.locator('#sign-in').click()
    await expect.poll(() => logins).toEqual(['/?tenant=7#/other?id=7'])
  })

  it('the guard\'s sign-in comes back to the page that it guards, and the server takes that for a path of this site', async () => {
    const logins: string[] = []
    await app.openInWechat('/#/guarded?tab=1', { platform: 'android' }, page => catchLogins(page, logins))
    await expect.poll(() => logins).toEqual(['/#/guarded?tab=1'])
    const { status, headers } = await fetch(`${app.url}/api/wx/login?scope=snsapi_base&redirect=${encodeURIComponent('/#/guarded?tab=1')}`, { redirect: 'manual' })
    expect([status, headers.get('location')]).toEqual([302, expect.stringContaining('/connect/oauth2/authorize')])
  })

  it('the QR code in a guarded page\'s place leads to that page', async () => {
    const { page } = await app.open('/#/guarded')
    await page.getByText(`${app.url}/#/guarded`).waitFor()
  })
})

it('a web view of iOS 14, which lacks what Nuxt uses, starts where the page brings it first, as docs/web-views.md says', async () => {
  const { page, problems } = await app.open('/#/', page => page.addInitScript(() => void Reflect.deleteProperty(Object, 'hasOwn')))
  await expect.poll(() => page.locator('#user').textContent()).toContain('signed out')
  expect(problems).toEqual([])
})
