import { expect, test as base } from '@playwright/test'
import { type OpenWebView, wechatFixtures } from '../../simulator/playwright'

const test = base.extend<{ wechat: OpenWebView }>(wechatFixtures)

for (const platform of ['ios', 'android', 'pc'] as const) {
  test(`in WeChat on ${platform} the article is shared as a card`, async ({ wechat, baseURL }) => {
    const { page, client } = await wechat({ platform })
    await page.goto(`${baseURL}/articles/first`)
    await client.waitFor(({ cards }) => cards.chat?.link === page.url())
    const { card } = await client.tapShare('chat')
    expect(card?.title).toBe(await page.locator('h1').textContent())
  })
}

test('outside WeChat there is no bridge', async ({ page }) => {
  await page.goto('/articles/first')
  expect(await page.evaluate(() => 'WeixinJSBridge' in window)).toBe(false)
})
