import { callWechatApi } from '../bridge/call'
import type { WechatBridgeClient } from '../bridge/bridge-client'
import { WechatSdkError } from '../error'
import { toCount, type WechatPhotoOptions } from './options'
import { toPhotoFile } from './photo-file'

/** Lets the user choose pictures in WeChat, and reads them out of the client. */
export async function choosePhotosInWechat(client: WechatBridgeClient, options: WechatPhotoOptions, onProgress: (done: number, total: number) => void): Promise<File[]> {
  const { localIds } = await callWechatApi(client, 'chooseImage', {
    count: toCount(options),
    sourceType: options.source ? [options.source] : ['album', 'camera'],
    sizeType: options.size ? [options.size] : ['original', 'compressed'],
  })
  const ids = toList(localIds)
  if (ids.length === 0)
    throw new WechatSdkError('chooseImage', 'chooseImage:cancel', { cancelled: true })
  const files: File[] = []
  onProgress(0, ids.length)
  // One at a time: on iOS all but the last of several get lost.
  for (const localId of ids) {
    files.push(await readPhoto(client, localId, files.length + 1))
    onProgress(files.length, ids.length)
  }
  return files
}

/** Android answers text in place of the list. */
function toList(localIds: unknown): string[] {
  const ids: unknown = typeof localIds === 'string' ? JSON.parse(localIds) : localIds
  return Array.isArray(ids) ? ids.map(String) : []
}

async function readPhoto(client: WechatBridgeClient, localId: string, number: number): Promise<File> {
  const { localData } = await callWechatApi(client, 'getLocalImgData', { localId })
  const file = toPhotoFile(String(localData), number)
  if (!file)
    throw new WechatSdkError('getLocalImgData', 'getLocalImgData:not a picture', { hint: 'WeChat\'s client gave something that is not a picture: choose it again.' })
  return file
}
