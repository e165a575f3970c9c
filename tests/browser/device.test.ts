import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { status, useAppInWechat } from './app-in-wechat'

const app = useAppInWechat({ NUXT_PUBLIC_WECHAT_SDK_URLS: '' })

/** The panel of the n-th function: picture, location, network, scan. */
const panel = (page: Page, index: number) => page.locator('section.device').nth(index)

async function run(page: Page, index: number): Promise<string> {
  await panel(page, index).getByRole('button').first().click()
  const outcome = panel(page, index).locator('[data-state="done"], [data-state="failed"], [data-state="cancelled"]')
  await outcome.waitFor()
  return `${await outcome.getAttribute('data-state')} ${await outcome.textContent()}`
}

describe.each(['ios', 'android'] as const)('in WeChat on %s', (platform) => {
  it('a user chooses pictures and sees them, and the previews open', async () => {
    const { page, client } = await app.open('/device', { platform })
    await status(page, 'set').waitFor({ state: 'attached' })
    expect(await run(page, 0)).toMatch(/^done/)
    const pictures = panel(page, 0).locator('img')
    await expect.poll(() => pictures.evaluateAll(images => images.length > 0 && images.every(image => image instanceof HTMLImageElement && image.naturalWidth > 0))).toBe(true)
    await panel(page, 0).locator('li button').first().click()
    await client.waitFor(({ calls }) => calls.some(({ name, answer }) => name === 'imagePreview' && String(answer?.err_msg).endsWith(':ok')))
  })

  it('finds where it is and opens the map there', async () => {
    const { page, client } = await app.open('/device', { platform })
    await status(page, 'set').waitFor({ state: 'attached' })
    expect(await run(page, 1)).toMatch(/^done.*\d+\.\d{5}/s)
    await panel(page, 1).getByRole('button').nth(1).click()
    await client.waitFor(({ calls }) => calls.some(({ name, params }) => name === 'openLocation' && Number.isFinite(params.latitude)))
  })

  it('tells the kind of network', async () => {
    const { page } = await app.open('/device', { platform })
    await status(page, 'set').waitFor({ state: 'attached' })
    expect(await run(page, 2)).toMatch(/^done.*wifi/s)
  })

  it('scans a code', async () => {
    const { page } = await app.open('/device', { platform })
    await status(page, 'set').waitFor({ state: 'attached' })
    const outcome = await run(page, 3)
    expect(outcome).toMatch(/^done/)
    expect(outcome).not.toContain('scan_code')
  })

  it('the page has its card beside its functions, in one configuration for both', async () => {
    const { page, client } = await app.open('/device', { platform })
    const { configurations, granted } = await client.waitFor(({ cards }) => cards.chat?.link === page.url())
    expect(granted).toEqual(expect.arrayContaining(['chooseImage', 'geoLocation', 'updateTimelineShareData']))
    expect(configurations).toHaveLength(1)
  })
})

it('outside WeChat the functions are off, and the page says why', async () => {
  const page = await app.openOutside('/device')
  await status(page, 'unsupported').waitFor()
  const buttons = page.locator('section.device button')
  expect(await buttons.evaluateAll(all => all.length === 4 && all.every(button => button instanceof HTMLButtonElement && button.disabled))).toBe(true)
})
