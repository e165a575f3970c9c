import { describe, expect, it } from 'vitest'
import type { WechatHealth } from '../../shared/wechat'
import { type Desk, useDesk } from './desk'

// The page asks for its signature, which these tests change or watch.
const desk = useDesk({ NUXT_WECHAT_SIGN_HTML: 'false' })

const health = async () => {
  const response = await fetch(`${desk.url}/api/wx/health`)
  return { httpStatus: response.status, ...await response.json() as WechatHealth }
}

/** Turns both credentials old, so that the app has to ask WeChat. */
async function runOn(phone: Desk): Promise<void> {
  await phone.panel.getByRole('button', { name: 'Advance the clock by two hours' }).click()
  await phone.panel.getByText('two hours: token and ticket have expired').waitFor()
}

async function openFaults(endpoint = 'all'): Promise<Desk> {
  const phone = await desk.open('?client=android&page=/articles&tab=faults')
  await phone.holdsCard('/articles')
  await phone.panel.locator('select[name="endpoint"]').selectOption(endpoint)
  return phone
}

const failed = (phone: Desk) => phone.view.locator('main [data-status="failed"]')

describe('a fault at a click leads to the promised state, in the phone and in the health answer:', () => {
  it.each([
    ['-1', 'wechat_busy', 'all'],
    ['40001', 'wechat_secret_invalid', 'all'],
    ['40001', 'wechat_error', 'getticket'],
    ['40013', 'wechat_appid_invalid', 'all'],
    ['40014', 'wechat_error', 'getticket'],
    ['40125', 'wechat_secret_invalid', 'all'],
    ['40164', 'wechat_ip_not_allowed', 'all'],
    ['40243', 'wechat_secret_frozen', 'all'],
    ['41002', 'wechat_error', 'all'],
    ['41004', 'wechat_error', 'all'],
    ['42001', 'wechat_error', 'getticket'],
    ['45009', 'wechat_quota_exceeded', 'all'],
    ['45011', 'wechat_rate_limited', 'all'],
    ['48001', 'wechat_unauthorized', 'getticket'],
    ['50002', 'wechat_account_restricted', 'all'],
    ['61024', 'wechat_error', 'all'],
    ['89503', 'wechat_error', 'all'],
    ['never answers', 'wechat_timeout', 'all'],
    ['body that never ends', 'wechat_timeout', 'all'],
    ['is reset', 'wechat_unreachable', 'all'],
    ['HTML in place of JSON', 'wechat_bad_response', 'all'],
    ['JSON cut in half', 'wechat_bad_response', 'all'],
    ['empty answer', 'wechat_bad_response', 'all'],
    ['answer of 40 MB', 'wechat_bad_response', 'all'],
    ['HTTP 502', 'wechat_bad_response', 'all'],
    ['redirect', 'wechat_bad_response', 'all'],
  ])('%s: %s (%s)', async (label, code, endpoint) => {
    const phone = await openFaults(endpoint)
    const button = phone.panel.getByRole('button', { name: label === '-1' ? /^-1 / : label })
    await button.click()
    await expect.poll(() => button.getAttribute('aria-pressed')).toBe('true')
    // While a valid ticket is cached the answer is 200, whatever fails.
    expect(await health()).toMatchObject({ httpStatus: 200, status: 'ok' })
    await runOn(phone)
    await phone.refresh()
    await failed(phone).getByText(`config:${code}`).waitFor()
    expect(await health()).toMatchObject({ httpStatus: 503, status: 'unavailable', jsapiTicket: null, lastFailure: { code, ...Number(label) && { errcode: Number(label) } } })

    await button.click()
    await phone.panel.getByText('No faults: WeChat works normally.').waitFor()
    await desk.post('control/advance-clock', { ms: 7_200_000 })
    expect((await desk.fetchConfig()).status).toBe(200)
    expect(await health()).toMatchObject({ httpStatus: 200, status: 'ok', lastFailure: null })
  })

  it('and the page is as before once it is switched off', async () => {
    const phone = await openFaults()
    const button = phone.panel.getByRole('button', { name: '45009' })
    await button.click()
    await phone.panel.getByText('all: errcode:45009').waitFor()
    await phone.tab('Log')
    await phone.page.getByRole('tab', { name: 'Faults (1)' }).click()
    await runOn(phone)
    await phone.refresh()
    await failed(phone).waitFor()
    await button.click()
    await phone.panel.getByText('No faults: WeChat works normally.').waitFor()
    await runOn(phone)
    await phone.refresh()
    await phone.view.locator('main [data-status="set"]').waitFor()
  })

  it.each(['answers after 3 s', 'expires_in: missing', 'expires_in: 0', 'expires_in: -1', 'expires_in: soon', 'expires_in: 1e+300'])('%s: the card is set all the same', async (label) => {
    const phone = await openFaults()
    await phone.panel.getByRole('button', { name: label, exact: true }).click()
    await runOn(phone)
    await phone.refresh()
    await phone.view.locator('main [data-status="set"]').waitFor()
    const { jsapiTicket } = await health()
    expect(jsapiTicket?.expiresInSeconds).toBeGreaterThan(label.startsWith('expires_in') && !label.endsWith('300') ? 50 : 7000)
    expect(jsapiTicket?.expiresInSeconds).toBeLessThanOrEqual(7200)
  })

  it.each([
    ['40029', 'oauth_code_invalid'],
    ['40163', 'oauth_code_invalid'],
    ['41008', 'oauth_code_invalid'],
    ['42003', 'oauth_code_invalid'],
    ['40030', 'wechat_error'],
    ['42002', 'wechat_error'],
    ['42007', 'wechat_error'],
  ])('%s at sign-in: %s', async (label, code) => {
    const phone = await desk.open('?client=android&page=/profile&tab=faults')
    await phone.holdsCard('/profile')
    await phone.panel.locator('select[name="endpoint"]').selectOption('access_token')
    await phone.panel.getByRole('button', { name: label }).click()
    await phone.panel.getByText(`access_token: errcode:${label}`).waitFor()
    await phone.view.getByRole('button', { name: 'Sign in silently' }).click()
    await phone.view.getByText(code).waitFor()
    expect(await health()).toMatchObject({ httpStatus: 200, status: 'ok' })
  })

  it('revoke the access token: the next renewal is refused with the old one, gets another, and the card is set', async () => {
    // The token outlives the ticket, so that it is asked with.
    await desk.post('control/settings', { ticketLifetimeSeconds: 60 })
    const phone = await openFaults()
    await runOn(phone)
    await desk.fetchConfig()
    await desk.post('control/clear-calls', {})
    await phone.panel.getByRole('button', { name: 'Revoke the access token' }).click()
    await phone.panel.getByText('no longer accepts the old token').waitFor()
    await phone.panel.getByRole('button', { name: 'Advance the clock by two minutes' }).click()
    await phone.panel.getByText('was advanced by two minutes').waitFor()
    await phone.refresh()
    await phone.view.locator('main [data-status="set"]').waitFor()
    expect(await health()).toMatchObject({ status: 'ok' })
    await phone.tab('Log')
    const rows = phone.panel.locator('tbody tr[data-lane="wechat"]')
    await expect.poll(() => rows.evaluateAll(all => all.map(row => `${row.querySelector('strong')?.textContent} ${/"errcode":\d+/.exec(row.textContent ?? '')?.[0] ?? ''}`)))
      .toEqual(['GET getticket "errcode":40001', 'POST stable_token ', 'GET getticket "errcode":0'])
    await desk.post('control/settings', { ticketLifetimeSeconds: 7200 })
  })

  it('expire the ticket: the page is refused, and the reason is named', async () => {
    const phone = await openFaults()
    await phone.panel.getByRole('button', { name: 'Expire the ticket' }).click()
    await phone.panel.getByText('no longer accepts signatures made with the old ticket').waitFor()
    await phone.refresh()
    await failed(phone).getByText('config:invalid signature').waitFor()
    await phone.tab('Signature')
    await phone.panel.locator('[data-cause="expired-ticket"]').first().waitFor()
    await phone.tab('Faults')
    await runOn(phone)
  })
})

describe('the account', () => {
  it('shows what is left of token and ticket, counts the calls, and keeps what is edited', async () => {
    const phone = await desk.open('?page=/articles&tab=account')
    await phone.holdsCard('/articles')
    await phone.panel.locator('[data-credential="jsapiTicket"]').getByText(/1:59:\d\d left/).waitFor()
    const before = Number(await phone.panel.getByRole('row', { name: 'getticket' }).getByRole('cell').nth(1).textContent())
    await desk.fetchTicket()
    await expect.poll(() => phone.panel.getByRole('row', { name: 'getticket' }).getByRole('cell').nth(1).textContent()).toBe(String(before + 1))

    await phone.panel.getByLabel('IP whitelist').fill('192.0.2.1')
    await phone.panel.getByRole('button', { name: 'Save' }).click()
    await phone.panel.getByText('Saved').waitFor()
    await phone.tab('Faults')
    await runOn(phone)
    await phone.refresh()
    await failed(phone).getByText('config:wechat_ip_not_allowed').waitFor()
    await phone.tab('Account')
    await phone.panel.getByLabel('IP whitelist').fill('nowhere')
    await phone.panel.getByRole('button', { name: 'Save' }).click()
    await phone.panel.getByText(/allowedIps\.0: /).waitFor()
    expect(await phone.panel.getByLabel('IP whitelist').inputValue()).toBe('nowhere')
    await phone.panel.getByLabel('IP whitelist').fill('')
    await phone.panel.getByRole('button', { name: 'Save' }).click()
    await phone.panel.getByText('Saved').waitFor()
    await phone.tab('Faults')
    await runOn(phone)
  })
})

describe('the log', () => {
  it('holds every call of page, server and WeChat in order, filters them and copies them, with no secret', async () => {
    const phone = await desk.open('?page=/articles&tab=log', { permissions: ['clipboard-read', 'clipboard-write'] })
    await phone.holdsCard('/articles')
    const { ticket, accessToken } = await desk.fetchTicket()
    const rows = phone.panel.locator('tbody tr')
    await rows.filter({ has: phone.page.locator('strong', { hasText: 'updateTimelineShareData' }) }).waitFor()
    await expect.poll(() => rows.filter({ hasText: 'getticket' }).count()).toBeGreaterThan(0)
    const calls = await rows.evaluateAll(all => all.map(row => `${row.getAttribute('data-lane')} ${row.querySelector('strong')?.textContent}`))
    expect(calls.indexOf('server GET /api/wx/config')).toBeLessThan(calls.indexOf('bridge config'))
    expect(calls.indexOf('bridge config')).toBeLessThan(calls.indexOf('bridge updateAppMessageShareData'))
    expect(calls).toEqual(expect.arrayContaining(['wechat POST stable_token', 'wechat GET getticket']))

    await phone.panel.getByRole('searchbox').fill('stable_token nothing-of-this')
    await phone.panel.getByText('No calls match the filter.').waitFor()
    await phone.panel.getByRole('searchbox').fill('wx/config')
    expect(await rows.count()).toBe(1)
    await phone.panel.getByRole('searchbox').fill('')
    await phone.panel.getByLabel('Page → bridge').uncheck()
    expect(await rows.evaluateAll(all => all.map(row => row.getAttribute('data-lane')))).not.toContain('bridge')
    await phone.panel.getByLabel('Page → bridge').check()

    await phone.panel.getByRole('button', { name: 'Copy as text' }).click()
    await phone.panel.getByText('Copied').waitFor()
    const text = await phone.page.evaluate(() => navigator.clipboard.readText())
    expect(text).toMatch(/\d\d:\d\d:\d\d\.\d{3}\tServer → WeChat\tPOST stable_token\t/)
    expect(text).toMatch(/Page → bridge\tconfig \(preVerifyJSAPI\)\t.*\t\d+ ms/)
    for (const secret of [ticket, accessToken, '7c1f0b6e2d9a4853bf06a1d4e8c2970f'])
      expect(text).not.toContain(secret)

    await phone.panel.getByRole('button', { name: 'Clear' }).click()
    await phone.panel.getByText('No calls yet.').waitFor()
  })
})
