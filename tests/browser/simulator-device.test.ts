import encodeQR from 'qr'
import { describe, expect, it } from 'vitest'
import { type Desk, useDesk } from './desk'

const desk = useDesk()

async function openDevice(client: string): Promise<Desk> {
  const phone = await desk.open(`?client=${client}&page=/device`)
  await phone.holdsCard('/device')
  return phone
}

const section = (phone: Desk, index: number) => phone.view.locator('section.device').nth(index)
const ask = (phone: Desk, index: number) => section(phone, index).getByRole('button').first().click()
const sheet = (phone: Desk) => phone.page.getByRole('dialog')
const numbersOf = (text: string | null) => (text?.match(/[\d.]+/g) ?? []).map(Number)
const outcome = (phone: Desk, index: number, state: string) => section(phone, index).locator(`[data-state="${state}"]`)

/** A picture of a QR code, as a PNG that the browser draws. */
async function drawCode(phone: Desk, text: string): Promise<Buffer> {
  const rows = encodeQR(text, 'raw')
  const base64 = await phone.page.evaluate((rows) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 400, height: 400 })
    const context = canvas.getContext('2d')
    const size = 340 / rows.length
    rows.forEach((row, y) => row.forEach((isDark, x) => isDark && context?.fillRect(30 + x * size, 30 + y * size, size + 1, size + 1)))
    return canvas.toDataURL('image/png').replace(/^.*,/, '')
  }, rows)
  return Buffer.from(base64, 'base64')
}

describe.each(['ios', 'android'])('on %s a page', (client) => {
  it('gets the pictures that a user picks, those of a file among them', async () => {
    const phone = await openDevice(client)
    await ask(phone, 0)
    await sheet(phone).getByRole('button', { name: 'Picture 2' }).click()
    await sheet(phone).locator('input[type="file"]').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: await drawCode(phone, 'picture') })
    await sheet(phone).getByRole('button', { name: /^Done \(2/ }).click()
    await outcome(phone, 0, 'done').waitFor()
    const pictures = section(phone, 0).locator('img')
    await expect.poll(() => pictures.evaluateAll(images => images.map(image => image instanceof HTMLImageElement && image.naturalWidth))).toEqual([480, 400])
  })

  it('gets the place that a user points at, by keyboard too', async () => {
    const phone = await openDevice(client)
    await ask(phone, 1)
    const map = sheet(phone).getByRole('img')
    await map.click({ position: { x: 100, y: 50 } })
    const before = Number(await sheet(phone).getByLabel('Latitude').inputValue())
    await map.press('ArrowUp')
    const latitude = Number(await sheet(phone).getByLabel('Latitude').inputValue())
    const pin = await map.locator('g').getAttribute('transform')
    expect(latitude).toBeGreaterThan(before)
    await sheet(phone).getByRole('button', { name: 'Allow', exact: true }).click()
    await outcome(phone, 1, 'done').waitFor()
    const call = await phone.frame.evaluate(() => window.__wechatSimulator?.state.calls.find(({ name }) => name === 'geoLocation'))
    const shift = call?.params.type === 'gcj02' ? -0.0027 : 0
    expect(call?.answer?.latitude).toBeCloseTo(latitude + shift, 6)
    // WeChat's map shows it where it was pointed at.
    await section(phone, 1).getByRole('button').last().click()
    const shown = await sheet(phone).getByRole('img').locator('g').getAttribute('transform')
    expect(numbersOf(shown)).toEqual(numbersOf(pin).map(one => expect.closeTo(one, 3)))
  })

  it('gets the code that a user types, or that is in a picture', async () => {
    const phone = await openDevice(client)
    await ask(phone, 3)
    await sheet(phone).getByLabel('Content of the code').fill('typed-code')
    await sheet(phone).getByRole('button', { name: 'Scan this' }).click()
    await outcome(phone, 3, 'done').getByText('typed-code').waitFor()
    await ask(phone, 3)
    await sheet(phone).locator('input[type="file"]').setInputFiles({ name: 'none.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
    await sheet(phone).getByText('No QR code was found').waitFor()
    await sheet(phone).locator('input[type="file"]').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: await drawCode(phone, '扫码 https://example.com/?a=1') })
    await outcome(phone, 3, 'done').getByText('扫码 https://example.com/?a=1').waitFor()
  })

  it('hears that a user cancelled', async () => {
    const phone = await openDevice(client)
    for (const index of [0, 3]) {
      await ask(phone, index)
      await sheet(phone).getByRole('button', { name: 'Cancel' }).click()
      await outcome(phone, index, 'cancelled').waitFor()
    }
    await ask(phone, 1)
    await sheet(phone).waitFor()
    await phone.page.keyboard.press('Escape')
    await outcome(phone, 1, 'cancelled').waitFor()
  })

  it('hears of the network as it changes', async () => {
    const phone = await openDevice(client)
    await phone.page.getByText('Client settings').click()
    for (const [network, said] of [['wifi', 'done'], ['4g', 'done'], ['2g', 'done'], ['none', 'failed']] as const) {
      await phone.page.locator('select[name="network"]').selectOption(network)
      await ask(phone, 2)
      await outcome(phone, 2, said).getByText(said === 'done' ? new RegExp(network, 'i') : 'getNetworkType').waitFor()
    }
  })

  it('is paid, and hears that a user did not pay', async () => {
    const phone = await openDevice(client)
    const pay = () => phone.frame.evaluate(async () => {
      // What this page calls of the JS-SDK, which hands the answer's errMsg to one of these.
      const { wx } = window as unknown as { wx: { chooseWXPay(options: Record<string, unknown>): void } }
      const signed = await (await fetch(`/api/wx/config?url=${encodeURIComponent(location.href)}`)).json()
      const verify = { verifyJsApiList: ['getBrandWCPayRequest'], verifyAppId: signed.appId, verifyTimestamp: String(signed.timestamp), verifyNonceStr: signed.nonceStr, verifySignature: signed.signature }
      await new Promise(resolve => window.WeixinJSBridge?.invoke('preVerifyJSAPI', verify, resolve))
      const order = { timestamp: 1, nonceStr: 'n', package: 'prepay_id=wx201410272009395522657a690389285100', signType: 'RSA', paySign: 'sign' }
      return new Promise<string>((resolve) => {
        const tell = ({ errMsg }: { errMsg: string }) => resolve(errMsg)
        wx.chooseWXPay({ ...order, success: tell, cancel: tell, fail: tell })
      })
    })
    const paid = pay()
    await sheet(phone).getByText('prepay_id=wx201410272009395522657a690389285100').waitFor()
    await sheet(phone).getByRole('button', { name: 'Pay', exact: true }).click()
    expect(await paid).toBe('chooseWXPay:ok')
    const refused = pay()
    await sheet(phone).getByRole('button', { name: 'Cancel' }).click()
    expect(await refused).toBe('chooseWXPay:cancel')
  })
})
