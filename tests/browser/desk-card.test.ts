import { describe, expect, it } from 'vitest'
import { useDesk, type Desk } from './desk'

const desk = useDesk()
const looks = ['chat', 'moments'] as const

/** What would land in a chat or in Moments now, with the JS-SDK or without. */
function preview(phone: Desk, look: 'chat' | 'moments', side: 'with' | 'without') {
  return phone.page.locator(`.preview_${look} [data-sdk="${side}"] [data-look]`)
}

async function showsCard(phone: Desk, title: string): Promise<void> {
  for (const look of looks)
    await expect.poll(() => preview(phone, look, 'with').locator('.card__title').allTextContents()).toEqual([title])
}

async function showsLink(phone: Desk, side: 'with' | 'without', link: string): Promise<void> {
  for (const look of looks)
    await expect.poll(() => preview(phone, look, side).allTextContents()).toEqual([link])
}

describe.each(['?client=ios', '?client=android', '?client=harmony', '?client=android&version=old'])('at first sight the desk, %s,', (client) => {
  it('shows the page\'s card as it would land in a chat and in Moments, with the JS-SDK and without, and shares nothing', async () => {
    const phone = await desk.open(`${client}&page=/articles/first`)
    await showsCard(phone, 'The first article')
    await showsLink(phone, 'without', `${desk.url}/articles/first`)
    await expect.poll(() => preview(phone, 'chat', 'with').locator('.card__desc').textContent()).toBe('About The first article')
    for (const look of looks)
      expect(await preview(phone, look, 'with').locator('img').evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBeGreaterThan(0)
    const state = await phone.frame.evaluate(() => window.__wechatSimulator?.state)
    expect(state?.shares).toEqual([])
    expect(state?.calls.filter(({ name }) => ['sendAppMessage', 'shareTimeline'].includes(name))).toEqual([])
  })

  it('follows the page that goes elsewhere, by its router and by a fresh web view', async () => {
    const phone = await desk.open(`${client}&page=/articles/first`)
    await showsCard(phone, 'The first article')
    await phone.view.getByRole('link', { name: 'Next' }).click()
    await showsCard(phone, 'The second article')
    await showsLink(phone, 'without', `${desk.url}/articles/second`)
    await phone.type('/articles')
    await showsCard(phone, 'Articles')
    await phone.page.getByRole('radio', { name: 'DevTools' }).check({ force: true })
    await showsCard(phone, 'Articles')
    await phone.page.getByText('Client settings').click()
    await phone.page.locator('select[name="language"]').selectOption('zh_CN')
    await showsCard(phone, 'Articles')
  })

  it('lets what is shared land below the live card', async () => {
    const phone = await desk.open(`${client}&page=/articles/first`)
    await showsCard(phone, 'The first article')
    await phone.menu('Send to chat')
    await phone.menu('Share on Moments')
    for (const look of looks) {
      const shared = phone.shares(look).locator('[data-look="card"]')
      await shared.waitFor()
      const [above, below] = await Promise.all([preview(phone, look, 'with').boundingBox(), shared.boundingBox()])
      expect(above && below && below.y >= above.y + above.height && Math.abs(below.x - above.x) < 200).toBe(true)
    }
    await showsCard(phone, 'The first article')
    await phone.page.getByRole('button', { name: 'Clear' }).click()
    await phone.page.getByText('Nothing yet: tap “···”, then “Send to chat”.').waitFor()
  })
})

describe('the live card', () => {
  it('follows a card that the page sets later', async () => {
    const phone = await desk.open('?client=ios&page=/articles/first')
    await showsCard(phone, 'The first article')
    await phone.frame.evaluate(() => window.WeixinJSBridge?.invoke('updateTimelineShareData', { title: 'Set later', link: location.href, imgUrl: '' }))
    await expect.poll(() => preview(phone, 'moments', 'with').locator('.card__title').textContent()).toBe('Set later')
    expect(await preview(phone, 'chat', 'with').locator('.card__title').textContent()).toBe('The first article')
  })

  it('follows what a page says when it is asked at the tap, and neither answers it nor is taken for a tap', async () => {
    const phone = await desk.open('?client=android&version=old&page=/articles/first')
    await showsCard(phone, 'The first article')
    await phone.frame.evaluate(() => {
      document.body.dataset.answers = ''
      window.WeixinJSBridge?.on('menu:share:appmessage', () => window.WeixinJSBridge?.invoke('sendAppMessage', { title: 'Said at the tap', link: location.href }, ({ err_msg }: Record<string, unknown>) => {
        document.body.dataset.answers += `${err_msg} `
      }))
    })
    await expect.poll(() => preview(phone, 'chat', 'with').locator('.card__title').textContent()).toBe('Said at the tap')
    expect(await phone.frame.evaluate(() => document.body.dataset.answers)).toBe('')
    await phone.menu('Send to chat')
    await phone.shares('chat').getByText('Said at the tap').waitFor()
    expect(await phone.frame.evaluate(() => document.body.dataset.answers)).toBe('send_app_msg:ok ')
  })

  it('of a page that was opened from a bare link is the bare link, also from the second time on', async () => {
    const phone = await desk.open('?client=ios&bridge=never&page=/articles')
    await showsLink(phone, 'with', `${desk.url}/articles`)
    await phone.menu('Send to chat')
    await phone.page.getByText('Client settings').click()
    await phone.page.locator('select[name="bridge"]').selectOption('at-once')
    await phone.page.keyboard.press('Escape')
    await showsCard(phone, 'Articles')
    await phone.shares('chat').first().click()
    const opened = `${desk.url}/articles?from=singlemessage&isappinstalled=0`
    await phone.view.locator('[data-status="set"]').waitFor()
    await showsLink(phone, 'with', opened)
    await phone.page.getByText('opened from a bare link').waitFor()
    await phone.menu('Send to chat')
    await phone.shares('chat').nth(1).click()
    await phone.view.locator('[data-status="set"]').waitFor()
    await showsLink(phone, 'with', opened)
    await phone.type('/articles')
    await showsCard(phone, 'Articles')
  })

  it('says so where the page has none, where no page is open, and where the page is not of this app', async () => {
    const phone = await desk.open('?client=ios&bridge=never&page=/articles', {
      prepare: context => context.route('http://elsewhere.example/', route => route.fulfill({ contentType: 'text/html', body: '<h1>Elsewhere</h1>' })),
    })
    const texts = (text: string) => phone.page.locator('.thread').getByText(text)
    await expect.poll(() => texts('WeChat has no card for this page').count()).toBe(2)
    await phone.frame.evaluate(() => location.assign('http://elsewhere.example/'))
    await expect.poll(() => texts('a page outside this app').count()).toBe(2)
    await phone.page.getByRole('button', { name: 'Back' }).click()
    await expect.poll(() => texts('WeChat has no card for this page').count()).toBe(2)
    await phone.page.getByRole('button', { name: 'Back' }).click()
    await expect.poll(() => texts('No page is open.').count()).toBe(2)
  })
})

describe.each([[1728, 1000], [1280, 800], [1000, 800], [768, 900], [390, 844]])('in a window of %i × %i', (width, height) => {
  it.each([['en-US', 'light', 'signature'], ['zh-CN', 'dark', 'faults']] as const)('nothing is cut or wider than the window: %s, %s, %s', async (locale, colorScheme, tab) => {
    await desk.post('control/fault', { endpoint: 'getticket', fault: { kind: 'delay', ms: 1 } })
    const phone = await desk.open(`?page=/articles/first&tab=${tab}`, { viewport: { width, height }, locale, colorScheme })
    await showsCard(phone, 'The first article')
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    for (const box of await Promise.all((await phone.page.getByRole('tab').all()).map(one => one.boundingBox())))
      expect(box && box.x >= 0 && box.x + box.width <= width).toBe(true)
    for (const look of looks) {
      const isCut = await phone.page.locator(`.thread_${look}`).evaluate(thread => thread.scrollHeight > thread.clientHeight + 1 || thread.scrollWidth > thread.clientWidth)
      expect(isCut).toBe(false)
    }
  })
})

describe('APIs have the names that pages write', () => {
  it('in the signature, in questions, in refusals and in the log, which has the bridge\'s name beside', async () => {
    const phone = await desk.open('?client=android&page=/device')
    await phone.holdsCard('/device')
    await phone.panel.locator('[data-step="config"]').getByText('\'getLocation\'').waitFor()
    const signature = await phone.panel.textContent()
    expect(signature).toContain('\'onMenuShareTimeline\'')
    expect(signature).toContain('\'previewImage\'')
    expect(signature).not.toMatch(/geoLocation|imagePreview|menu:share/)

    await phone.view.getByRole('button', { name: 'Place' }).click()
    await phone.page.getByRole('dialog').getByText('getLocation', { exact: true }).waitFor()
    await phone.page.getByRole('dialog').getByRole('button', { name: 'Allow', exact: true }).click()
    await phone.frame.evaluate(() => {
      history.pushState(history.state, '', '/device?other')
      window.WeixinJSBridge?.invoke('imagePreview', {})
    })
    await phone.panel.getByText('previewImage was allowed for another URL').waitFor()

    await phone.tab('Log')
    const row = phone.panel.locator('tbody tr', { hasText: 'getLocation' }).filter({ hasText: 'geoLocation' })
    await row.locator('strong', { hasText: /^getLocation$/ }).waitFor()
    const names = await phone.panel.locator('[data-lane="bridge"] strong').allTextContents()
    expect(names).toEqual(expect.arrayContaining(['config', 'getLocation', 'previewImage', 'updateTimelineShareData']))
    expect(await phone.panel.locator('tbody .log__json').allTextContents().then(all => all.join())).not.toMatch(/"(?:geoLocation|imagePreview|menu:share:\w+)"/)
    await phone.panel.getByRole('searchbox').fill('geoLocation')
    await expect.poll(() => phone.panel.locator('tbody tr').count()).toBe(1)
  })
})

describe('the desk as a mini program around the page', () => {
  it('shares the card that the page left for it, and shows where the page moved it', async () => {
    const phone = await desk.open('?client=ios&host=miniprogram&page=/articles/first')
    await expect.poll(() => preview(phone, 'chat', 'with').locator('.card__title').allTextContents()).toEqual(['The first article'])
    await expect.poll(() => preview(phone, 'moments', 'with').allTextContents()).toEqual([`${desk.url}/articles/first`])
    await phone.view.getByRole('link', { name: 'Next' }).click()
    await expect.poll(() => preview(phone, 'chat', 'with').locator('.card__title').allTextContents()).toEqual(['The second article'])
    await phone.menu('Send to chat')
    await phone.shares('chat').locator('[data-look="card"]').waitFor()

    await phone.frame.evaluate(() => window.jWeixin?.miniProgram.navigateTo({ url: '/pages/order/order?id=7' }))
    const sheet = phone.page.getByRole('dialog', { name: 'Mini program' })
    await sheet.getByText('navigateTo /pages/order/order?id=7').waitFor()
    await sheet.getByRole('button', { name: 'Close' }).last().click()
    await sheet.waitFor({ state: 'detached' })
    await phone.tab('Log')
    await phone.panel.getByText('invokeMiniProgramAPI').first().waitFor()
  })
})
