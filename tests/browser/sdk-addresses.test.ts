import type { BrowserContext, Route } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { status, useAppInWechat } from './app-in-wechat'
import { readSdkScript } from './sdk-script'

const app = useAppInWechat()
let sdk: string

beforeAll(async () => {
  sdk = await readSdkScript()
})

const first = 'https://res.wx.qq.com/open/js/jweixin-1.6.0.js'
const second = 'https://res2.wx.qq.com/open/js/jweixin-1.6.0.js'

const serves = (body: () => string, contentType = 'text/javascript') => (route: Route) => route.fulfill({ contentType, body: body() })
const refuses = (route: Route) => route.abort()
const good = serves(() => sdk)

/** Opens a page where the two hosts answer so; the addresses that the page asked, in order. */
async function openWith(answers: { first: (route: Route) => unknown, second: (route: Route) => unknown }, prepare?: (context: BrowserContext) => Promise<unknown>) {
  const asked: string[] = []
  const { page, client } = await app.open('/articles', {
    platform: 'ios',
    prepare: async ({ context }) => {
      await context.route(first, answers.first)
      await context.route(second, answers.second)
      context.on('request', request => /jweixin|weixin-js-sdk/.test(request.url()) && asked.push(request.url()))
      await prepare?.(context)
    },
  })
  await status(page, 'set').waitFor()
  expect((await client.cards()).chat?.link).toBe(page.url())
  return { page, asked }
}

describe('the JS-SDK comes', () => {
  it('from WeChat\'s first host, asked once', async () => {
    const { asked } = await openWith({ first: good, second: good })
    expect(asked).toEqual([first])
  })

  it('from the second where the first fails', async () => {
    const { asked } = await openWith({ first: refuses, second: good })
    expect(asked).toEqual([first, second])
  })

  it('from the app\'s own copy where both fail', async () => {
    const { page, asked } = await openWith({ first: refuses, second: refuses })
    expect(asked).toEqual([first, second])
    expect(await page.locator('script[src*="jweixin"]').count()).toBe(0)
  })

  it.each([
    ['a sign-in page of the network', serves(() => '<!DOCTYPE html><title>Sign in</title>', 'text/html')],
    ['another script', serves(() => 'window.jWeixin = { config: 1 }')],
    ['half a script', serves(() => sdk.slice(0, 5000))],
    ['404', (route: Route) => route.fulfill({ status: 404, body: 'no' })],
  ])('from the second where the first answers with %s', async (_, answer) => {
    const { asked } = await openWith({ first: answer, second: good })
    expect(asked).toEqual([first, second])
  })

  it('from the second where the first does not answer in time', async () => {
    const { asked } = await openWith({ first: () => {}, second: good })
    expect(asked).toEqual([first, second])
  })
})
