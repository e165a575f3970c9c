import type { BrowserContext } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useDesk } from './desk'

const desk = useDesk()

describe.each(['ios', 'android', 'pc'])('in a client of %s', (client) => {
  it('a card is shared to a chat and to Moments, opened from there, and is there again', async () => {
    const phone = await desk.open(`?client=${client}&page=/articles`)
    await phone.holdsCard('/articles')
    await phone.view.locator('main a[href^="/articles/"]').first().click()
    await phone.view.locator('article h1').waitFor()
    const title = String(await phone.view.locator('article h1').textContent())
    const path = phone.frame.url().slice(desk.url.length)
    await phone.holdsCard(path)

    await phone.menu('Send to chat')
    await phone.menu('Share on Moments')
    for (const [where, from] of [['chat', 'singlemessage'], ['moments', 'timeline']] as const) {
      const share = phone.shares(where)
      await share.locator('[data-look="card"]', { hasText: title }).waitFor()
      expect(await share.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
      await share.click()
      const opened = `${path}?from=${from}&isappinstalled=0`
      await expect.poll(() => phone.frame.url()).toBe(desk.url + opened)
      // Shared on, the link is without what WeChat adds to it.
      await phone.holdsCard(path)
      expect(await phone.frame.evaluate(() => window.__wechatSimulator?.state.landingUrl)).toBe(desk.url + opened)
    }
  })

  it('without the JS-SDK the bare link is shared', async () => {
    const phone = await desk.open(`?client=${client}&page=/articles`, { prepare: blockSdk })
    await phone.view.locator('[data-status="failed"]').waitFor()
    await phone.menu('Send to chat')
    await phone.menu('Share on Moments')
    for (const where of ['chat', 'moments'] as const) {
      expect(await phone.shares(where).locator('[data-look="link"]').textContent()).toBe(`${desk.url}/articles`)
      expect(await phone.shares(where).locator('img').count()).toBe(0)
    }
  })
})

/** The app's own copy of the SDK is one of its chunks. */
async function blockSdk(context: BrowserContext): Promise<void> {
  await context.route('**/_nuxt/*.js', async (route) => {
    const response = await route.fetch()
    await ((await response.text()).includes('open.weixin.qq.com/sdk/report') ? route.abort() : route.fulfill({ response }))
  })
}

describe('the phone', () => {
  it('copies the link, keeps favourites, refreshes, and opens the browser', async () => {
    const phone = await desk.open('?page=/articles', { permissions: ['clipboard-read', 'clipboard-write'] })
    await phone.holdsCard('/articles')
    await phone.menu('Copy link')
    await phone.page.getByText('Link copied').waitFor()
    expect(await phone.page.evaluate(() => navigator.clipboard.readText())).toBe(`${desk.url}/articles`)
    await phone.menu('Favourite')
    await phone.page.getByText('Favourites (1)').click()
    await phone.page.locator('.shares__favourites [data-look="card"]').waitFor()
    await phone.refresh()
    await phone.holdsCard('/articles')
    const [tab] = await Promise.all([phone.page.context().waitForEvent('page'), phone.menu('Open in browser')])
    await tab.locator('[data-status="unsupported"]').waitFor({ state: 'attached' })
    expect(tab.url()).toBe(`${desk.url}/articles`)
  })

  it('leaves out of its menu what the page hides, and shows the title and the way back', async () => {
    const phone = await desk.open('?page=/')
    await phone.holdsCard('/')
    const title = await phone.frame.title()
    await phone.page.locator('.phone__title', { hasText: title }).waitFor()
    await phone.view.locator('a[href="/articles"]').first().click()
    await phone.holdsCard('/articles')
    await phone.frame.evaluate(async () => {
      const config = await (await fetch(`/api/wx/config?url=${encodeURIComponent(location.origin + '/')}`)).json()
      await new Promise(resolve => window.WeixinJSBridge?.invoke('preVerifyJSAPI', { verifyJsApiList: ['hideMenuItems'], verifyAppId: config.appId, verifyTimestamp: String(config.timestamp), verifyNonceStr: config.nonceStr, verifySignature: config.signature }, resolve))
      await new Promise(resolve => window.WeixinJSBridge?.invoke('hideMenuItems', { menuList: ['menuItem:share:timeline'] }, resolve))
    })
    await phone.page.getByRole('button', { name: 'More', exact: true }).click()
    const items = phone.page.getByRole('dialog').getByRole('listitem')
    expect(await items.allTextContents().then(all => all.map(text => text.trim()))).not.toContain('Share on Moments')
    expect(await items.count()).toBe(5)
    await phone.page.keyboard.press('Escape')
    await phone.page.getByRole('button', { name: 'Back' }).click()
    await phone.holdsCard('/')
  })

  it('opened from a bare link is shared as one, though the page has set its card', async () => {
    const phone = await desk.open('?page=/articles', { prepare: blockSdk })
    await phone.view.locator('[data-status="failed"]').waitFor()
    await phone.menu('Send to chat')
    await phone.shares('chat').locator('[data-look="link"]').waitFor()
    await phone.page.context().unrouteAll()
    await phone.shares('chat').first().click()
    await phone.view.locator('[data-status="set"]').waitFor()
    await phone.page.getByText('opened from a bare link').waitFor()
    await phone.menu('Send to chat')
    await expect.poll(() => phone.shares('chat').locator('[data-look="link"]').count()).toBe(2)
  })

  it('a share opens with a session of its own', async () => {
    const phone = await desk.open('?page=/articles')
    await phone.holdsCard('/articles')
    await phone.frame.evaluate(() => sessionStorage.setItem('kept', 'by the page'))
    await phone.refresh()
    await phone.holdsCard('/articles')
    expect(await phone.frame.evaluate(() => sessionStorage.getItem('kept'))).toBe('by the page')
    await phone.menu('Send to chat')
    await phone.shares('chat').first().click()
    await expect.poll(() => phone.frame.url()).toBe(`${desk.url}/articles?from=singlemessage&isappinstalled=0`)
    await phone.holdsCard('/articles')
    expect(await phone.frame.evaluate(() => sessionStorage.getItem('kept'))).toBe(null)
  })

  it('closes when one goes back from its first page, and the desk stays', async () => {
    const phone = await desk.open('?page=/articles')
    await phone.holdsCard('/articles')
    await phone.page.getByRole('button', { name: 'Back' }).click()
    await phone.page.getByText('Going back from the first page closes the web view.').waitFor()
    await phone.page.getByRole('button', { name: 'Open again' }).click()
    await phone.holdsCard('/articles')
  })

  it('its menu takes the keyboard from the page under it, and gives it back to its button', async () => {
    const phone = await desk.open('?page=/articles')
    await phone.holdsCard('/articles')
    const more = phone.page.getByRole('button', { name: 'More', exact: true })
    await more.press('Enter')
    expect(await phone.page.locator('.phone iframe').getAttribute('inert')).not.toBe(null)
    await phone.page.keyboard.press('Tab')
    await phone.page.keyboard.press('Enter')
    await phone.shares('chat').first().waitFor()
    await expect.poll(() => more.evaluate(button => button === document.activeElement)).toBe(true)
    expect(await phone.page.locator('.phone iframe').getAttribute('inert')).toBe(null)
  })

  it.each([
    ['?client=harmony', { userAgent: /OpenHarmony/, via: 'data' }],
    ['?client=android&version=old', { userAgent: /MicroMessenger\/6\.6\.7/, via: 'listener' }],
    ['?client=devtools', { userAgent: /wechatdevtools/, via: 'data' }],
    ['?client=ios&bridge=late', { userAgent: /iPhone/, via: 'data' }],
  ])('is the client that the address names: %s', async (scenario, { userAgent, via }) => {
    const phone = await desk.open(`${scenario}&page=/articles`)
    await phone.view.locator('[data-status="set"]').waitFor()
    expect(await phone.frame.evaluate(() => navigator.userAgent)).toMatch(userAgent)
    await phone.menu('Send to chat')
    await phone.shares('chat').locator('[data-look="card"]').waitFor()
    const shares = await phone.frame.evaluate(() => window.__wechatSimulator?.state.shares)
    expect(shares?.[0]?.card?.via).toBe(via)
  })

  it.each([
    ['?client=ios&host=wecom', /wxwork/, 'link'],
    ['?client=android&host=miniprogram', /miniProgram/, 'card'],
  ])('is in the app that the address names, %s, %s, where the page is shared as a %s', async (scenario, userAgent, look) => {
    const phone = await desk.open(`${scenario}&page=/articles`)
    await phone.view.locator('body').waitFor()
    await expect.poll(() => phone.frame.evaluate(() => navigator.userAgent).catch(() => '')).toMatch(userAgent)
    if (look === 'card')
      await phone.holdsCard('/articles')
    await phone.menu('Send to chat')
    await phone.shares('chat').locator(`[data-look="${look}"]`).waitFor()
  })

  it('has a language and a theme of its own', async () => {
    const phone = await desk.open('?language=zh_CN&theme=dark&page=/articles', { colorScheme: 'light' })
    await phone.holdsCard('/articles')
    const look = () => phone.frame.evaluate(() => ({
      language: document.documentElement.lang,
      isDark: matchMedia('(prefers-color-scheme: dark)').matches,
      background: getComputedStyle(document.body).backgroundColor,
    }))
    const dark = await look()
    expect(dark).toMatchObject({ language: expect.stringMatching(/^zh/), isDark: true })
    await phone.page.getByText('Client settings').click()
    await phone.page.locator('select[name="theme"]').selectOption('light')
    await phone.page.locator('select[name="language"]').selectOption('en')
    await phone.holdsCard('/articles')
    const light = await look()
    expect(light).toMatchObject({ language: expect.stringMatching(/^en/), isDark: false })
    expect(light.background).not.toBe(dark.background)
  })

  it('a web view that keeps no cookies cannot sign in, and the page says why', async () => {
    const phone = await desk.open('?cookies=dropped&page=/profile')
    await phone.holdsCard('/profile')
    await phone.view.getByRole('button', { name: 'Sign in silently' }).click()
    await phone.view.getByText('oauth_state_invalid').waitFor({ timeout: 5000 })
    expect(await phone.page.context().cookies().then(cookies => cookies.map(({ name }) => name))).toEqual(['wechat-simulator-client'])

    // An ordinary tab keeps its cookies, beside the desk and after it.
    const tab = await phone.page.context().newPage()
    await tab.goto(`${desk.url}/api/wx/login?scope=snsapi_base&redirect=/profile`)
    await tab.getByRole('button', { name: 'Sign out' }).waitFor()
    await phone.page.goto('about:blank')
    await expect.poll(() => tab.context().cookies().then(cookies => cookies.map(({ name }) => name))).not.toContain('wechat-simulator-client')
  })

  it('shows the app\'s own error page as well', async () => {
    const phone = await desk.open('?page=/articles/nothing')
    await phone.view.getByRole('heading', { name: 'Not found' }).waitFor()
    await phone.view.getByRole('button', { name: 'Home' }).click()
    await phone.holdsCard('/')
  })

  it('keeps what was typed in a tab while another one is looked at', async () => {
    const phone = await desk.open('?page=/articles&tab=checker')
    await phone.holdsCard('/articles')
    await phone.panel.getByLabel('noncestr').fill('half typed')
    await phone.tab('Account')
    await phone.tab('Checker')
    expect(await phone.panel.getByLabel('noncestr').inputValue()).toBe('half typed')
  })

  it('closes its settings on Escape', async () => {
    const phone = await desk.open('?page=/articles')
    await phone.page.getByText('Client settings').press('Enter')
    await phone.page.locator('select[name="theme"]').press('Escape')
    await phone.page.locator('select[name="theme"]').waitFor({ state: 'hidden' })
  })

  it('opens the path that is typed, refuses other sites, and leaves alone what is not opened through it', async () => {
    const phone = await desk.open()
    await phone.holdsCard('/')
    await phone.type('/articles')
    await phone.holdsCard('/articles')
    await phone.type('https://example.com/')
    await phone.page.getByText('Only pages of this app can be opened here.').waitFor()
    await phone.page.goto(`${desk.url}/articles`)
    await phone.page.locator('main [data-status="unsupported"]').waitFor()
    expect(await phone.page.evaluate(() => 'WeixinJSBridge' in window)).toBe(false)
  })
})

describe('a scenario', () => {
  it('is kept in the address: client, page, tab, faults and settings come back from a link', async () => {
    const first = await desk.open('?client=android&page=/articles')
    await first.holdsCard('/articles')
    await first.tab('Faults')
    await first.page.getByLabel('For calls of').selectOption('getticket')
    await first.page.getByRole('button', { name: '45009' }).click()
    await first.page.getByText('getticket: errcode:45009').waitFor()
    await first.tab('Account')
    await first.page.getByLabel('JS safe domains').fill('127.0.0.1, example.com')
    await first.page.getByRole('button', { name: 'Save' }).click()
    await first.page.getByText('Saved').waitFor()
    await expect.poll(() => first.page.url()).toContain('settings')
    const link = first.page.url().slice(`${desk.url}/__wechat`.length)
    await desk.post('control/clear-faults', {})
    await desk.post('control/settings', { jsDomains: null })

    const second = await desk.open(link)
    await expect.poll(() => second.frame.url()).toBe(`${desk.url}/articles`)
    expect(await second.page.getByRole('radio', { name: 'Android' }).isChecked()).toBe(true)
    await expect.poll(() => second.page.getByLabel('JS safe domains').inputValue()).toBe('127.0.0.1, example.com')
    await second.tab('Faults')
    await second.page.getByText('getticket: errcode:45009').waitFor()
    await desk.post('control/settings', { jsDomains: null })
  })

  it('of a link is there before the page is: what the page shows is what whoever sent it saw', async () => {
    const first = await desk.open('?client=android&page=/articles&tab=faults')
    await first.holdsCard('/articles')
    await first.panel.getByRole('button', { name: '45009' }).click()
    await first.panel.getByText('all: errcode:45009').waitFor()
    await first.panel.getByRole('button', { name: 'Advance the clock by two hours' }).click()
    await expect.poll(() => first.page.url()).toContain('then=advance-clock')
    const link = first.page.url().slice(`${desk.url}/__wechat`.length)
    await desk.post('control/clear-faults', {})
    await desk.fetchConfig()

    const second = await desk.open(link)
    await second.view.locator('main [data-status="failed"]').getByText('config:wechat_quota_exceeded').waitFor()

    // A link to a situation without faults ends those that are on.
    const third = await desk.open('?language=en&page=/articles&then=advance-clock:7200000')
    await third.holdsCard('/articles')
  })

  it('of a link that is wrong says what is wrong', async () => {
    const phone = await desk.open('?fault=menu:reset')
    await phone.page.getByRole('status').filter({ hasText: 'endpoint' }).waitFor()
  })
})
