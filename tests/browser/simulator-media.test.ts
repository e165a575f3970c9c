import { describe, expect, it } from 'vitest'
import { useSdkSite } from './sdk-site'

const site = useSdkSite()
const PATH = '/first?a=1'
const apis = ['chooseImage', 'uploadImage', 'downloadImage', 'getLocalImgData', 'startRecord', 'stopRecord', 'onVoiceRecordEnd', 'playVoice', 'pauseVoice', 'stopVoice', 'onVoicePlayEnd', 'uploadVoice', 'downloadVoice', 'translateVoice', 'openAddress', 'onMenuShareQQ', 'onMenuShareQZone', 'onMenuShareWeibo', 'updateAppMessageShareData', 'updateTimelineShareData']

async function openConfigured(options: Parameters<typeof site.open>[0]) {
  const view = await site.open(options)
  await view.configure(site.origin + PATH, [...apis])
  return view
}

/** As the app's server asks for it. */
async function fetchMedia(serverId: unknown): Promise<Response> {
  const { url, simulator: { appId, appSecret } } = site.weChat
  const { access_token } = await (await fetch(`${url}/cgi-bin/token?grant_type=client_credential&appid=${appId}&secret=${appSecret}`)).json()
  return fetch(`${url}/cgi-bin/media/get?access_token=${access_token}&media_id=${String(serverId)}`)
}

describe.each(['ios', 'android', 'pc'] as const)('on %s', (platform) => {
  it('a chosen picture is uploaded, found by the server, and downloaded again', async () => {
    const { call } = await openConfigured({ platform })
    const { localIds } = await call('chooseImage', { count: 1 })
    const [localId] = localIds as string[]
    const uploaded = await call('uploadImage', { localId })
    expect(uploaded).toMatchObject({ errMsg: 'uploadImage:ok', serverId: expect.stringMatching(/^[\w-]{40,}$/) })
    const file = await fetchMedia(uploaded.serverId)
    expect(file.headers.get('content-type')).toBe('image/jpeg')
    expect([...new Uint8Array(await file.arrayBuffer()).slice(0, 2)]).toEqual([0xFF, 0xD8])
    const { localId: downloaded } = await call('downloadImage', { serverId: uploaded.serverId })
    expect((await call('getLocalImgData', { localId: downloaded })).localData).toBe((await call('getLocalImgData', { localId })).localData)
    expect((await call('uploadImage', { localId: 'nothing' })).errMsg).toBe('uploadImage:file not exist')
    expect((await call('downloadImage', { serverId: 'nothing' })).errMsg).toBe('downloadImage:invalid media id')
  })

  it('a voice is recorded, played to its end, uploaded and downloaded', async () => {
    const { call, page } = await openConfigured({ platform })
    expect((await call('stopRecord')).errMsg).toBe('stopRecord:fail')
    expect((await call('startRecord')).errMsg).toBe('startRecord:ok')
    expect((await call('startRecord')).errMsg).toBe('startRecord:recording')
    const { localId } = await call('stopRecord')
    const ended = page.evaluate(() => new Promise(success => Reflect.get(globalThis, 'wx').onVoicePlayEnd({ success })))
    expect((await call('playVoice', { localId })).errMsg).toBe('playVoice:ok')
    expect(await ended).toMatchObject({ localId })
    expect((await call('stopVoice', { localId })).errMsg).toBe('stopVoice:fail')
    expect((await call('translateVoice', { localId })).translateResult).toEqual(expect.any(String))
    const { serverId } = await call('uploadVoice', { localId })
    const file = await fetchMedia(serverId)
    expect([file.headers.get('content-type'), (await file.text()).slice(0, 5)]).toEqual(['audio/amr', '#!AMR'])
    expect((await call('downloadVoice', { serverId })).errMsg).toBe('downloadVoice:ok')
  })

  it('an address is given as the JS-SDK words it', async () => {
    const { call } = await openConfigured({ platform })
    expect(await call('openAddress')).toMatchObject({ errMsg: 'openAddress:ok', userName: '林小梅', provinceName: '广东省', cityName: '广州市', postalCode: '510000' })
  })

  it('a share goes to QQ, QZone and Weibo', async () => {
    const { call, client, page } = await openConfigured({ platform })
    const card = { title: '标题', link: `${site.origin}/a`, imgUrl: 'https://example.com/a.png' }
    await page.evaluate((card) => {
      const { wx } = globalThis as unknown as { wx: Record<string, (card: object) => void> }
      for (const name of ['onMenuShareQQ', 'onMenuShareQZone', 'onMenuShareWeibo'])
        wx[name]?.({ ...card })
    }, card)
    for (const to of ['qq', 'qzone', 'weibo'] as const)
      expect(await client.tapShare(to)).toMatchObject({ to, link: card.link, card: { title: card.title, via: 'listener' } })
    await call('updateAppMessageShareData', { ...card, title: 'new' })
    expect(await client.tapShare('qq')).toMatchObject({ card: { title: 'new', via: 'data' } })
  })
})

describe('uploads', () => {
  it('go several at a time, or one after the other', async () => {
    const seen = []
    for (const oneUploadAtATime of [false, true]) {
      const { page } = await openConfigured({ platform: 'android', oneUploadAtATime })
      seen.push(await page.evaluate(async () => {
        const { wx } = globalThis as unknown as { wx: Record<string, (options: object) => void> }
        const upload = () => new Promise<{ errMsg: string }>(complete => wx.uploadImage?.({ localId: `data:image/png;base64,${btoa('p')}`, complete }))
        return (await Promise.all([upload(), upload()])).map(({ errMsg }) => errMsg)
      }))
    }
    expect(seen).toEqual([['uploadImage:ok', 'uploadImage:ok'], ['uploadImage:ok', 'uploadImage:uploading']])
  })
})

describe('an address and a user', () => {
  it('is given once the user allows it', async () => {
    const { call, client, configure } = await site.open({ platform: 'ios', asksUser: true })
    await configure(site.origin + PATH, ['openAddress'])
    const given = call('openAddress')
    await client.answer({ isAllowed: true })
    expect((await given).errMsg).toBe('openAddress:ok')
    const refused = call('openAddress')
    await client.answer()
    expect((await refused).errMsg).toBe('openAddress:cancel')
  })
})
