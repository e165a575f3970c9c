import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import encodeQR from 'qr'
import { afterAll, expect, it } from 'vitest'
import { launchChromium } from '../../simulator/playwright'
import { useDesk } from './desk'

const SIDE = 480

let directory: string

const desk = useDesk({}, async () => {
  directory = await mkdtemp(join(tmpdir(), 'wechat-simulator-'))
  const film = join(directory, 'code.y4m')
  await writeFile(film, filmOf('seen by the camera'))
  return launchChromium(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`])
})

afterAll(() => rm(directory, { recursive: true }))

/** A film of one picture, which is a QR code: YUV4MPEG2, as Chromium's stand-in for a camera takes it. */
function filmOf(text: string): Buffer {
  const rows = encodeQR(text, 'raw', { border: 4 })
  const grey = Buffer.alloc(SIDE * SIDE)
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++)
      grey[y * SIDE + x] = rows[Math.floor(y * rows.length / SIDE)]?.[Math.floor(x * rows.length / SIDE)] ? 16 : 235
  }
  const noColour = Buffer.alloc(SIDE * SIDE / 2, 128)
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${SIDE} H${SIDE} F10:1 Ip A1:1 C420jpeg\nFRAME\n`), grey, noColour])
}

it('a page gets the code that the camera sees', async () => {
  const phone = await desk.open('?client=android&page=/device')
  await phone.holdsCard('/device')
  const scanner = phone.view.locator('section.device').nth(3)
  await scanner.getByRole('button').first().click()
  await phone.page.getByRole('dialog').getByRole('button', { name: 'Use the camera' }).click()
  await scanner.locator('[data-state="done"]').getByText('seen by the camera').waitFor()
  expect(await phone.page.getByRole('dialog').count()).toBe(0)
})
