import { afterEach, beforeEach, expect, it } from 'vitest'
import { createDownloadMedia } from '../../server/wechat/account/media'
import { createWechatClient } from '../../server/wechat/api/client'
import type { Fault } from '../../simulator/api/faults/faults'
import { startSimulator, type StandaloneSimulator } from '../../simulator/standalone'

let weChat: StandaloneSimulator
let download: ReturnType<typeof createDownloadMedia>

beforeEach(async () => {
  weChat = await startSimulator()
  const { simulator, url } = weChat
  const token = async () => (await (await fetch(`${url}/cgi-bin/token?grant_type=client_credential&appid=${simulator.appId}&secret=${simulator.appSecret}`)).json()).access_token
  download = createDownloadMedia(createWechatClient({ apiBase: url, timeoutMs: 5000 }), async run => run(await token()))
})

afterEach(() => weChat.close())

/** Sends a file as a page's client does. */
async function upload(type: string): Promise<string> {
  const response = await fetch(`${weChat.url}/client/upload`, { method: 'POST', body: JSON.stringify({ data: `data:${type};base64,${btoa('a file')}` }) })
  return (await response.json()).serverId
}

async function read(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of stream)
    pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

it('a picture that a page uploaded is downloaded with its type, name and size', async () => {
  const { stream, ...file } = await download(await upload('image/jpeg'))
  expect(file).toEqual({ type: 'image/jpeg', name: expect.stringMatching(/\.jpg$/), size: 6 })
  expect(await read(stream)).toBe('a file')
})

it('an unknown file, one of three days ago and a video are told apart from files', async () => {
  const picture = await upload('image/jpeg')
  await expect(download('unknown')).rejects.toMatchObject({ code: 'media_invalid' })
  await expect(download(await upload('video/mp4'))).rejects.toMatchObject({ code: 'media_is_video' })
  weChat.simulator.advanceClock(3 * 86_400_000)
  await expect(download(picture)).rejects.toMatchObject({ code: 'media_invalid' })
})

it.each<[string, Fault]>([
  ['wechat_bad_response', { kind: 'html' }],
  ['wechat_bad_response', { kind: 'oversized' }],
  ['wechat_bad_response', { kind: 'empty' }],
  ['wechat_bad_response', { kind: 'redirect' }],
  ['wechat_bad_response', { kind: 'http-status', status: 502 }],
  ['wechat_unreachable', { kind: 'reset' }],
  ['wechat_quota_exceeded', { kind: 'errcode', errcode: 45009 }],
])('a download is %s where WeChat answers with %j', async (code, fault) => {
  const picture = await upload('image/jpeg')
  weChat.simulator.fault('media', fault)
  const outcome = await download(picture, { maxBytes: 1_000_000 }).then(({ stream }) => read(stream)).catch((error: unknown) => error)
  expect(outcome).toMatchObject({ code })
})
