import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type App } from '../../../tests/app'
import { cardOf, status } from '../../../tests/browser/app-in-wechat'
import { useWebViews } from '../../../tests/browser/web-views'
import { articles } from '../../content/articles'

const views = useWebViews()
const picture = readFileSync(new URL('../../public/cards/home.png', import.meta.url))
let app: App

beforeAll(async () => {
  app = await startApp({ build: 'demo' })
})

afterAll(() => app.stop())

describe.each(['ios', 'android'] as const)('the demo in WeChat on %s', (platform) => {
  it('has a card of its own on each page, with a picture that is there', async () => {
    const { page, client } = await views.wechat({ platform })
    const titles = new Set()
    for (const path of ['/', '/articles', '/device', '/profile', ...articles.map(({ slug }) => `/articles/${slug}`)]) {
      await page.goto(app.url + path)
      const { cards: { chat } } = await client.waitFor(({ cards }) => cards.chat?.link === page.url() && cards.moments?.link === page.url())
      expect(chat?.title).toBe((await cardOf(page)).title)
      expect((await fetch(String(chat?.imgUrl))).headers.get('content-type')).toBe('image/png')
      titles.add(chat?.title)
    }
    expect(titles.size).toBe(4 + articles.length)
  })

  it('sends the pictures that a user chose to its server, which tells what it received', async () => {
    const { page } = await views.wechat({ platform, language: 'en' })
    await page.goto(`${app.url}/device`)
    await status(page, 'set').waitFor({ state: 'attached' })
    const panel = page.locator('section.device').first()
    await panel.getByRole('button', { name: 'Choose' }).click()
    await panel.locator('.pictures img').last().waitFor()
    const chosen = await panel.locator('.pictures img').count()
    await panel.getByRole('button', { name: 'Send' }).click()
    await expect.poll(() => panel.locator('.received li').count()).toBe(chosen)
    expect(await panel.locator('.received li').first().textContent()).toMatch(/^photo-1\.(?:jpg|png)image\/(?:jpeg|png), \d+ kB$/)
    await expect.poll(() => panel.locator('.received img').evaluateAll(all => all.map(image => image instanceof HTMLImageElement && image.naturalWidth))).toEqual(Array.from({ length: chosen }, () => 192))
  })

  it('shows pictures, the place, the network and a code', async () => {
    const { page } = await views.wechat({ platform })
    await page.goto(`${app.url}/device`)
    await status(page, 'set').waitFor({ state: 'attached' })
    for (const [index, said] of ['', /\d+\.\d{5}/, /wifi/i, /example\.com/].entries()) {
      const panel = page.locator('section.device').nth(index)
      await panel.getByRole('button').first().click()
      const outcome = panel.locator('[data-state="done"]')
      await outcome.waitFor()
      expect(await outcome.textContent()).toMatch(said)
    }
    await expect.poll(() => page.locator('section.device img').first().evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  })
})

describe('the demo in a browser', () => {
  it('sends pictures there too, and shows none of those before beside the next ones', async () => {
    const page = await views.browser.newPage({ locale: 'en' })
    await page.goto(`${app.url}/device`, { waitUntil: 'networkidle' })
    const panel = page.locator('section.device').first()
    const choose = async (...names: string[]) => {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), panel.getByRole('button', { name: 'Choose' }).click()])
      await chooser.setFiles(names.map(name => ({ name, mimeType: 'image/png', buffer: name === 'none.png' ? Buffer.from('<html>') : picture })))
      await panel.getByRole('button', { name: 'Send' }).waitFor()
    }
    await choose('a.png', 'none.png')
    await panel.getByRole('button', { name: 'Send' }).click()
    await expect.poll(() => panel.locator('.received li').allTextContents()).toEqual([`a.pngimage/png, ${Math.ceil(picture.length / 1000)} kB`, 'none.pngimage/png, 1 kB, no picture'])
    expect(await panel.locator('.received img').count()).toBe(1)
    await choose('b.png')
    await expect.poll(() => panel.locator('.received').count()).toBe(0)
    await page.close()
  })

  it('is off where only WeChat can answer, says why, and reports no error', async () => {
    const errors: string[] = []
    const page = await views.browser.newPage()
    page.on('console', message => message.type() === 'error' && errors.push(message.text()))
    await page.goto(`${app.url}/device`)
    await status(page, 'unsupported').waitFor()
    const buttons = page.locator('section.device button')
    expect(await buttons.evaluateAll(all => all.map(button => button instanceof HTMLButtonElement && button.disabled))).toEqual([false, true, true, true])
    expect(errors).toEqual([])
  })

  it('speaks the browser\'s language until another is chosen, and is dark where the system is', async () => {
    const context = await views.browser.newContext({ locale: 'zh-CN', colorScheme: 'dark' })
    const page = await context.newPage()
    // Before it is hydrated a button does nothing.
    await page.goto(app.url, { waitUntil: 'networkidle' })
    expect(await page.evaluate(() => document.documentElement.lang)).toMatch(/^zh/)
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(17, 17, 17)')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Web pages at home in WeChat' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Web pages at home in WeChat' }).waitFor()
    await context.close()
  })

  it('says so where a page does not exist, and leads home', async () => {
    const page = await views.browser.newPage({ locale: 'en' })
    expect((await page.goto(`${app.url}/articles/nothing`))?.status()).toBe(404)
    await page.getByRole('button', { name: 'home' }).click()
    await page.waitForURL(`${app.url}/`)
    await page.close()
  })

  it('signs a user in, and out again', async () => {
    const { page, client } = await views.wechat({ platform: 'android', language: 'en' })
    // Before a page holds its card its buttons do nothing yet.
    const holdsCard = () => client.waitFor(({ cards }) => cards.chat?.link === page.url())
    await page.goto(`${app.url}/profile`)
    await holdsCard()
    await page.getByRole('button', { name: 'Sign in with name and picture' }).click()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.getByText('Signed in with name and picture.').waitFor()
    await holdsCard()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('Not signed in').waitFor()
  })
})

describe('the profile of a user who is signed in', () => {
  it.each([
    ['Panda', 'does not follow the account, asks to follow it', 1],
    ['小梅', 'follows it, does not ask', 0],
  ])('%s, who %s', async (name, _, codes) => {
    const { page } = await views.wechat({ platform: 'ios', language: 'en' })
    await page.goto(`${app.url}/api/wx/login?scope=snsapi_userinfo&redirect=/profile`)
    await page.getByText(name).first().click()
    const follower = page.waitForResponse('**/api/wx/follower')
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.getByText('Signed in with name and picture.').waitFor()
    expect(await (await follower).json()).toEqual({ subscribed: codes === 0 })
    const code = page.getByRole('img', { name: 'QR code of the account' })
    if (codes)
      await expect.poll(() => code.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(true)
    else
      expect(await code.count()).toBe(0)
  })
})

describe('the demo\'s route for pictures', () => {
  const post = async (body: BodyInit, headers: Record<string, string> = {}) => {
    const response = await fetch(`${app.url}/api/demo/photos`, { method: 'POST', body, headers, ...body instanceof ReadableStream && { duplex: 'half' } })
    return [response.status, (await response.json()).message]
  }

  it('refuses what is no form with files, what does not say how long it is, and what is too long, before it is read', async () => {
    const empty = new FormData()
    empty.append('photos', 'text')
    expect(await post(empty)).toEqual([400, 'The request is no form with files.'])
    expect(await post('{}')).toEqual([400, 'The request is no form with files.'])
    expect(await post(new Blob(['{}']).stream())).toEqual([411, 'The request has no Content-Length.'])
    expect(await post(new Uint8Array(60_000_001))).toEqual([413, 'These are more than 60 MB.'])
  })
})
