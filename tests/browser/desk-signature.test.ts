import type { BrowserContext } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { SIMULATOR_APP_ID } from '../../simulator/api/account/account'
import { sha1, sign } from '../../simulator/api/signature/signature'
import { useDesk, type Desk } from './desk'

// The page asks for its signature.
const desk = useDesk({ NUXT_WECHAT_SIGN_HTML: 'false' })

/** The newest configuration that was accepted. */
const accepted = (phone: Desk) => phone.panel.locator('[data-verdict="accepted"]').first()
const code = (phone: Desk, step: string) => accepted(phone).locator(`[data-step="${step}"] code`)

/** The page comes with a signature in its HTML, and configures with it, as many servers do it. */
async function signInHtml(context: BrowserContext, path: string, parameters: Record<string, unknown>): Promise<void> {
  await context.route(`**${path}`, async (route) => {
    const response = await route.fetch()
    const script = `<script>addEventListener('load', () => WeixinJSBridge.invoke('preVerifyJSAPI', ${JSON.stringify(parameters)}))</script>`
    await route.fulfill({ response, body: (await response.text()).replace('</body>', `${script}</body>`) })
  })
}

function parametersFor(url: string, ticket: string): Record<string, unknown> {
  return {
    verifyAppId: SIMULATOR_APP_ID, verifyNonceStr: 'from-html', verifyTimestamp: '1700000000', verifyJsApiList: ['menu:share:timeline'],
    verifySignature: sign({ ticket, nonceStr: 'from-html', timestamp: '1700000000', url }),
  }
}

describe('after a success the signature tab shows', () => {
  it.each(['ios', 'android'])('the string that was signed, its SHA-1, the request that it came from, when, and how long it took, on %s', async (client) => {
    const { ticket } = await desk.fetchTicket()
    const phone = await desk.open(`?client=${client}&page=${encodeURIComponent('/articles?a=1&b=2&url=3')}`)
    await phone.view.locator('[data-status="set"]').waitFor()

    const url = `${desk.url}/articles?a=1&b=2&url=3`
    const string = String(await code(phone, 'string').textContent())
    expect(string).toMatch(/^jsapi_ticket=\S{4}…\(86\)&noncestr=[^&]+&timestamp=\d+&url=/)
    expect(string.endsWith(`&url=${url}`)).toBe(true)
    const signature = String(await code(phone, 'sha1').textContent())
    expect(sha1(string.replace(/(?<=^jsapi_ticket=)[^&]+/, ticket))).toBe(signature)
    expect(await code(phone, 'source').textContent()).toBe(`GET /api/wx/config?url=${encodeURIComponent(url)}`)
    expect(await accepted(phone).locator('[data-step="source"]').textContent()).toMatch(/The page asked the server to sign its URL.*At \d\d:\d\d:\d\d\.\d{3}, answered in \d+ ms/s)
    expect(await code(phone, 'config').textContent()).toContain(`signature: '${signature}'`)
    expect(await accepted(phone).locator('[data-timing]').textContent()).toMatch(/^\d\d:\d\d:\d\d\.\d{3} · wx\.ready after \d+ ms$/)
    expect(await phone.panel.textContent()).not.toContain(ticket)
  })

  it('that the signature came with the first HTML', async () => {
    const { ticket } = await desk.fetchTicket()
    const phone = await desk.open('?client=android&page=/articles', { prepare: context => signInHtml(context, '/articles', parametersFor(`${desk.url}/articles`, ticket)) })
    await phone.panel.getByText('The signature came with the page itself, in its first HTML.').waitFor({ state: 'attached' })
  })

  it('that a signature was used again, and counts the time from there', async () => {
    const { ticket } = await desk.fetchTicket()
    const phone = await desk.open('?client=android&page=/articles')
    await phone.holdsCard('/articles')
    const parameters = parametersFor(`${desk.url}/articles`, ticket)
    for (const text of ['The source of the signature is unknown', 'The page used a signature again that it already had.']) {
      await phone.frame.evaluate(given => window.WeixinJSBridge?.invoke('preVerifyJSAPI', given), parameters)
      await accepted(phone).getByText(text).waitFor()
    }
  })

  it('no code of a sign-in that stands in the page\'s address', async () => {
    const phone = await desk.open(`?client=android&page=${encodeURIComponent('/articles?code=0a1B2c3D4e5F6g7H8i9J&state=x')}`)
    await phone.view.locator('[data-status="set"]').waitFor()
    await expect.poll(() => code(phone, 'string').textContent()).toContain('code=0a1B…(20)')
    expect(await phone.panel.textContent()).not.toContain('0a1B2c3D4e5F6g7H8i9J')
  })

  it('the steps of the newest one open, and those of others at a key', async () => {
    const phone = await desk.open('?client=android&page=/articles')
    await phone.holdsCard('/articles')
    await phone.view.getByRole('link', { name: 'first' }).click()
    await phone.holdsCard('/articles/first')
    const all = phone.panel.locator('[data-verdict="accepted"]')
    await expect.poll(() => all.count()).toBe(2)
    expect(await all.evaluateAll(items => items.map(item => item.hasAttribute('open')))).toEqual([true, false])
    await all.nth(1).locator('summary').press('Enter')
    await all.nth(1).locator('[data-step="sha1"]').waitFor()
  })

  it('the same in Chinese', async () => {
    const phone = await desk.open('?client=ios&page=/articles', { locale: 'zh-CN' })
    await phone.holdsCard('/articles')
    await accepted(phone).getByText('对该字符串做 SHA-1，得到 signature。').waitFor()
    expect(await accepted(phone).locator('[data-timing]').textContent()).toMatch(/\d+ 毫秒后 wx\.ready$/)
  })
})
