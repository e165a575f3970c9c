import { describe, expect, it } from 'vitest'
import { useWechatPhotos } from '#imports'
import { settle } from './bridge'
import { useWebView } from './web-view'

const view = useWebView()

const JPEG = 'data:image/jpeg;base64,/9j/4AAQ'
const jpeg = new Uint8Array([0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10])
const png = btoa('\x89PNG\r\n\x1A\n123')

const failure = (promise: Promise<unknown>) => promise.then(() => undefined, (error: unknown) => error)
const bytes = async (file?: File) => new Uint8Array(await file?.arrayBuffer() ?? [])

describe('photos in WeChat', () => {
  it.each([
    ['as Android gives it', '/9j/4AAQ'],
    ['as iOS gives it, misspelt', 'data:image/jgp;base64,/9j/4AAQ'],
    ['with line breaks', '/9j/\r\n4A\nAQ'],
    ['as a whole data URL', JPEG],
  ])('a picture %s arrives as a JPEG file', async (_case, localData) => {
    view.answer({
      chooseImage: () => ({ err_msg: 'chooseImage:ok', localIds: '["wxLocalResource://1"]' }),
      getLocalImgData: () => ({ err_msg: 'getLocalImgData:ok', localData }),
    })
    const [file, ...others] = await view.inScope(() => useWechatPhotos()).choose({ count: 1 })
    expect(others).toEqual([])
    expect([file?.name, file?.type]).toEqual(['photo-1.jpg', 'image/jpeg'])
    expect(await bytes(file)).toEqual(jpeg)
  })

  it('a PNG is one by its content, whatever the client says', async () => {
    view.answer({
      chooseImage: () => ({ err_msg: 'chooseImage:ok', localIds: '["a"]' }),
      getLocalImgData: () => ({ err_msg: 'getLocalImgData:ok', localData: `data:image/jgp;base64,${png}` }),
    })
    const [file] = await view.inScope(() => useWechatPhotos()).choose()
    expect([file?.name, file?.type]).toEqual(['photo-1.png', 'image/png'])
  })

  it('of several come in their order, one read after the other, and the progress tells', async () => {
    let open = 0
    const seen: unknown[] = []
    const photos = view.inScope(() => useWechatPhotos())
    view.answer({
      chooseImage: () => ({ err_msg: 'chooseImage:ok', localIds: '["1","2","3"]' }),
      getLocalImgData: ({ localId }) => {
        seen.push([localId, open, photos.progress.value])
        open++
        return Promise.resolve().then(() => {
          open--
          return 'ok'
        }).then(() => ({ err_msg: 'getLocalImgData:ok', localData: '/9j/4AAQ' })) as never
      },
    })
    const files = await photos.choose({ count: 3, source: 'album', size: 'compressed' })
    expect(files.map(({ name }) => name)).toEqual(['photo-1.jpg', 'photo-2.jpg', 'photo-3.jpg'])
    expect(seen).toEqual([['1', 0, { done: 0, total: 3 }], ['2', 0, { done: 1, total: 3 }], ['3', 0, { done: 2, total: 3 }]])
    expect([photos.pending.value, photos.progress.value]).toEqual([false, undefined])
    expect(view.bridge.of('chooseImage')[0]).toMatchObject({ count: 3, sourceType: ['album'], sizeType: ['compressed'] })
  })

  it('a cancel is no failure', async () => {
    view.answer({ chooseImage: () => 'cancel' })
    const photos = view.inScope(() => useWechatPhotos())
    expect(await failure(photos.choose())).toMatchObject({ name: 'WechatSdkError', cancelled: true })
    expect([photos.error.value, photos.pending.value]).toEqual([undefined, false])
  })

  it.each<[string, Parameters<typeof view.answer>[0], string]>([
    ['the client refuses', { chooseImage: () => 'fail' }, 'chooseImage:fail'],
    ['a picture cannot be read', { chooseImage: () => ({ err_msg: 'chooseImage:ok', localIds: '["wxLocalResource://1"]' }), getLocalImgData: () => 'fail_file not exist' }, 'getLocalImgData:file not exist'],
    ['what is read is not a picture', { chooseImage: () => ({ err_msg: 'chooseImage:ok', localIds: '["wxLocalResource://1"]' }), getLocalImgData: () => ({ err_msg: 'getLocalImgData:ok', localData: btoa('<html>') }) }, 'getLocalImgData:not a picture'],
    ['what is read is not base64', { chooseImage: () => ({ err_msg: 'chooseImage:ok', localIds: '["wxLocalResource://1"]' }), getLocalImgData: () => ({ err_msg: 'getLocalImgData:ok', localData: '%%%' }) }, 'getLocalImgData:not a picture'],
  ])('it fails, and the error tells, where %s', async (_case, answers, errMsg) => {
    view.answer(answers)
    const photos = view.inScope(() => useWechatPhotos())
    expect(await failure(photos.choose())).toMatchObject({ errMsg, cancelled: false })
    expect(photos.error.value).toMatchObject({ errMsg })
  })

  it.each([0, 10, 1.5, -1, Number.NaN])('a count of %s is refused before the user is asked', async (count) => {
    const photos = view.inScope(() => useWechatPhotos())
    await settle()
    expect(await failure(photos.choose({ count }))).toBeInstanceOf(RangeError)
    expect(view.bridge.of('chooseImage')).toEqual([])
  })
})
