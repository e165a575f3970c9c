import { describe, expect, it } from 'vitest'
import { status, useAppInWechat } from './app-in-wechat'

// Each page asks for its signature, which the tests change on its way.
const app = useAppInWechat({ NUXT_PUBLIC_WECHAT_SDK_URLS: '', NUXT_WECHAT_SIGN_HTML: 'false' })

describe('in WeChat', () => {
  it('a signature that no URL mends makes the page say so, and why', async () => {
    const { page, client } = await app.open('/articles', {
      platform: 'android',
      prepare: ({ context }) => context.route('**/api/wx/config*', async (route) => {
        const response = await route.fetch()
        await route.fulfill({ response, json: { ...await response.json(), signature: '0'.repeat(40) } })
      }),
    })
    await status(page, 'failed').waitFor()
    expect(await status(page, 'failed').textContent()).toContain('config:invalid signature')
    expect((await client.state()).configurations).toHaveLength(1)
  })

  it('a refusal of the server reaches the page with what to do', async () => {
    const { page } = await app.open('/articles', {
      platform: 'ios',
      prepare: ({ context }) => context.route('**/api/wx/config*', route => route.fulfill({
        status: 503,
        contentType: 'application/json',
        body: JSON.stringify({ error: true, statusCode: 503, data: { code: 'wechat_ip_not_allowed', hint: 'Add this IP.' } }),
      })),
    })
    await status(page, 'failed').waitFor()
    expect(await status(page, 'failed').textContent()).toContain('config:wechat_ip_not_allowed. Add this IP.')
  })
})
