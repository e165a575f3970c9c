import { afterEach, describe, expect, it } from 'vitest'
import { SIMULATOR_APP_ID } from '../../simulator/api/account/account'
import { sha1, sign, stringToSign, type SignedValues } from '../../simulator/api/signature/signature'
import type { WechatSignedConfig } from '../../shared/wechat'
import { useDesk } from './desk'

// The page asks for its signature, which these tests change or watch.
const desk = useDesk({ NUXT_WECHAT_SIGN_HTML: 'false' })

// The app asks for a new ticket before the next test, in place of the one that was expired under it.
afterEach(() => desk.post('control/advance-clock', { ms: 7_200_000 }))

interface Signed {
  /** What a server that does it wrongly answers, from what is right. */
  wrong(right: SignedValues, tokens: { accessToken: string, expired: string }): Partial<WechatSignedConfig>
  client?: string
  page?: string
}

const page = '/articles?a=1&b=%E4%BA%AC'
const resigned = (right: SignedValues, url: string) => ({ signature: sign({ ...right, url }) })

/** Twelve kinds of wrong signature and more, each as some server makes it. */
const mistakes: [cause: string, words: string, Signed][] = [
  ['hash', 'The part after the # was signed', { page: `${page}#top`, wrong: right => resigned(right, `${right.url}#top`) }],
  ['ampersand', 'cut at its first &', { wrong: right => resigned(right, right.url.replace(/&.*/, '')) }],
  ['encoded-twice', 'signed in encoded form', { wrong: right => resigned(right, encodeURIComponent(right.url)) }],
  ['decoded', 'decoded twice', { wrong: right => resigned(right, decodeURIComponent(right.url)) }],
  ['html-escaped', 'signed as &amp;', { wrong: right => resigned(right, right.url.replaceAll('&', '&amp;')) }],
  ['scheme', 'http and https', { wrong: right => resigned(right, right.url.replace('http:', 'https:')) }],
  ['host', 'Another host or port', { wrong: right => resigned(right, right.url.replace('127.0.0.1', 'localhost')) }],
  ['query-missing', 'without its query string', { wrong: right => resigned(right, right.url.replace(/\?.*/, '')) }],
  ['query-cleaned', 'removed before signing', { page: '/articles?a=1&b=2&from=timeline&isappinstalled=0', wrong: right => resigned(right, right.url.replace(/&from.*/, '')) }],
  ['app-id', 'AppID of another account', { wrong: () => ({ appId: 'wx0000000000000000' }) }],
  ['expired-ticket', 'has expired or was revoked', { wrong: (right, { expired }) => ({ signature: sign({ ...right, ticket: expired }) }) }],
  ['other-ticket', 'that of another account', { wrong: right => ({ signature: sign({ ...right, ticket: 'a-ticket-of-another-account' }) }) }],
  ['access-token', 'instead of the jsapi ticket', { wrong: (right, { accessToken }) => ({ signature: sign({ ...right, ticket: accessToken }) }) }],
  ['nonce', 'nonceStr that was signed differs', { wrong: right => ({ signature: sign({ ...right, nonceStr: right.nonceStr.toUpperCase() }) }) }],
  ['timestamp', 'timestamp that was signed differs', { wrong: right => ({ signature: sign({ ...right, timestamp: `${right.timestamp}000` }) }) }],
  ['key-names', 'is misspelt', { wrong: right => ({ signature: sha1(stringToSign(right).replace('noncestr', 'nonceStr')) }) }],
  ['spelling', 'not written as 40 lower-case hex digits', { wrong: right => ({ signature: sign(right).toUpperCase() }) }],
]

describe('a wrong signature in the phone', () => {
  it.each(mistakes)('is named %s: %s', async (cause, words, { wrong, client = 'android', page: path = page }) => {
    const { ticket: expired } = await desk.fetchTicket()
    await desk.post('control/expire-ticket', {})
    const { ticket, accessToken } = await desk.fetchTicket()
    const phone = await desk.open(`?client=${client}&page=${encodeURIComponent(path)}`, {
      prepare: context => context.route('**/api/wx/config*', async (route) => {
        const response = await route.fetch()
        const answer: WechatSignedConfig = await response.json()
        const { nonceStr, timestamp, url } = answer
        const right = { ticket, nonceStr, timestamp: String(timestamp), url }
        await route.fulfill({ response, json: { ...answer, signature: sign(right), ...wrong(right, { accessToken, expired }) } })
      }),
    })
    const explanation = phone.panel.locator(`[data-cause="${cause}"]`).first()
    await explanation.waitFor()
    expect(await explanation.textContent()).toContain(words)
    expect(await explanation.textContent()).toContain('Fix:')
    expect(await phone.panel.textContent()).not.toContain(ticket)
    await phone.view.locator('main [data-status="failed"]').waitFor()
  })

  it('shows character by character what was signed and what is checked', async () => {
    const { ticket } = await desk.fetchTicket()
    const phone = await desk.open(`?client=android&page=${encodeURIComponent(page)}`, {
      prepare: context => context.route('**/api/wx/config*', async (route) => {
        const response = await route.fetch()
        const answer: WechatSignedConfig = await response.json()
        const values = { ticket, nonceStr: answer.nonceStr, timestamp: String(answer.timestamp), url: answer.url.replace('a=1', 'a=7') }
        await route.fulfill({ response, json: { ...answer, url: values.url, signature: sign(values) } })
      }),
    })
    const explanation = phone.panel.locator('[data-cause="other-page"]').first()
    await explanation.waitFor()
    expect(await explanation.locator('[data-side="expected"] mark').allTextContents()).toEqual(['1'])
    expect(await explanation.locator('[data-side="signed"] mark').allTextContents()).toEqual(['7'])
    expect(await explanation.locator('[data-side="signed"]').textContent()).toContain(`url=${desk.url}/articles?a=7&b=%E4%BA%AC`)
  })

  it.each([
    ['landing-url', 'android', 'The first page of the web view was signed'],
    ['current-url', 'ios', 'The current page was signed'],
  ])('that was made for the other URL is named %s on %s', async (cause, client, words) => {
    const { ticket } = await desk.fetchTicket()
    const phone = await desk.open(`?client=${client}&page=/articles`)
    await phone.holdsCard('/articles')
    const signed = client === 'ios' ? `${desk.url}/articles/first` : `${desk.url}/articles`
    const values = { ticket, nonceStr: 'n', timestamp: '1', url: signed }
    await phone.frame.evaluate((parameters) => {
      history.pushState(history.state, '', '/articles/first')
      window.WeixinJSBridge?.invoke('preVerifyJSAPI', parameters)
    }, {
      verifyAppId: SIMULATOR_APP_ID, verifyNonceStr: 'n', verifyTimestamp: '1', verifySignature: sign(values), verifyJsApiList: ['getLocation'],
    })
    const explanation = phone.panel.locator(`[data-cause="${cause}"]`).first()
    await explanation.waitFor()
    expect(await explanation.textContent()).toContain(words)
  })

  it('is told from an API that is not in the list', async () => {
    const phone = await desk.open('?client=android&page=/articles')
    await phone.holdsCard('/articles')
    await phone.frame.evaluate(() => window.WeixinJSBridge?.invoke('scanQRCode', {}))
    await phone.panel.getByText('scanQRCode is not in the jsApiList of the last wx.config').waitFor()
    await phone.frame.evaluate(() => {
      history.pushState(history.state, '', '/articles?other')
      window.WeixinJSBridge?.invoke('updateTimelineShareData', {})
    })
    await phone.panel.getByText('updateTimelineShareData was allowed for another URL').waitFor()
  })

  it('is told from a host that is no JS safe domain', async () => {
    await desk.post('control/settings', { jsDomains: ['example.com'] })
    try {
      const phone = await desk.open('?client=android&page=/articles')
      await phone.panel.locator('[data-cause="domain"]').first().waitFor()
      await phone.view.getByText('config:invalid url domain').waitFor()
    }
    finally {
      await desk.post('control/settings', { jsDomains: null })
    }
  })
})

describe('the checker', () => {
  const official = {
    url: 'http://mp.weixin.qq.com?params=value',
    noncestr: 'Wm3WZYTPz0wzccnW',
    timestamp: '1414587457',
    ticket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
    signature: '0f9de62fce790f9a083d5c99e95740ceb90c27ed',
  }

  it('calls WeChat\'s own example right, and says what is wrong with another', async () => {
    const phone = await desk.open('?tab=checker')
    for (const [name, value] of Object.entries(official))
      await phone.panel.locator(`[name="${name}"]`).fill(value)
    await phone.panel.getByRole('button', { name: 'Check' }).click()
    await phone.panel.getByText('The signature is correct.').waitFor()
    await phone.panel.locator('[name="url"]').fill('http://mp.weixin.qq.com?params=value&more=1')
    await phone.panel.locator('[name="url"]').press('Enter')
    await phone.panel.locator('[data-cause="ampersand"]').waitFor()
    await phone.panel.locator('[name="noncestr"]').fill('wm3wzytpz0wzccnw')
    await phone.panel.locator('[name="url"]').fill(official.url)
    await phone.panel.locator('[name="url"]').press('Enter')
    await phone.panel.locator('[data-cause="unknown"]').waitFor()
  })
})
