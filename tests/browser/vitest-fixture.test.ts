import { afterAll, expect, test as base } from 'vitest'
import { launchChromium, wechatFixtures } from '../../simulator/playwright'
import { startSimulator } from '../../simulator/standalone'

const test = base
  // eslint-disable-next-line no-empty-pattern -- Vitest reads the fixtures that this one needs from the pattern
  .extend('browser', { scope: 'file' }, async ({}, { onCleanup }) => {
    const browser = await launchChromium()
    onCleanup(() => browser.close())
    return browser
  })
  .extend(wechatFixtures)

const simulator = await startSimulator()
afterAll(() => simulator.close())

const hasBridge = () => 'WeixinJSBridge' in window

test('the exported fixture gives a page its bridge in the tests of Vitest\'s own runner', async ({ browser, wechat }) => {
  const [phone, desktop] = [await wechat({ platform: 'ios' }), await wechat({ platform: 'pc' })]
  for (const { page } of [phone, desktop])
    await page.goto('data:text/html,<title>page</title>')
  expect(await phone.page.evaluate(hasBridge)).toBe(true)
  expect((await phone.client.state()).platform).toBe('ios')
  expect((await desktop.client.state()).platform).toBe('pc')
  expect(browser.contexts()).toEqual([phone.context, desktop.context])
})

test('a client of another language is one in every way that a page can see', async ({ wechat }) => {
  const { page } = await wechat({ platform: 'android', language: 'en' })
  await page.goto(`${simulator.url}/nothing`)
  expect(await page.evaluate(() => ({ language: navigator.language, agent: navigator.userAgent }))).toEqual({ language: 'en', agent: expect.stringContaining('Language/en') })
  // The authorise page is in the language that the request asks for.
  await page.goto(`${simulator.url}/connect/oauth2/authorize`)
  expect(await page.textContent('body')).toContain('AppID is wrong')
})

test('and closes after the test what it opened', ({ browser }) => {
  expect(browser.contexts()).toEqual([])
})
