import { WechatSdkError } from '../error'
import { toCount, type WechatPhotoOptions } from './options'

let abandon = () => {}

/**
 * Lets the user choose pictures by the browser's own `<input type="file">`. Needs a tap or a key of the user just before. A choice that
 * is still open when the next begins was cancelled: older browsers do not tell.
 */
export async function choosePhotosByInput(options: WechatPhotoOptions): Promise<File[]> {
  const count = toCount(options)
  abandon()
  const input = Object.assign(document.createElement('input'), { type: 'file', accept: 'image/*', multiple: count > 1 })
  if (options.source === 'camera')
    input.setAttribute('capture', 'environment')
  const cancelled = () => new WechatSdkError('chooseImage', 'chooseImage:cancel', { cancelled: true })
  const chosen = new Promise<File[]>((resolve, reject) => {
    abandon = () => reject(cancelled())
    input.addEventListener('cancel', abandon)
    input.addEventListener('change', () => resolve([...input.files ?? []]))
  })
  input.click()
  const files = await chosen
  if (files.length === 0)
    throw cancelled()
  if (files.length > count)
    throw new WechatSdkError('chooseImage', 'chooseImage:too many', { hint: `At most ${count} pictures: choose again.` })
  if (files.some(({ type }) => type && !type.startsWith('image/')))
    throw new WechatSdkError('chooseImage', 'chooseImage:not a picture', { hint: 'Only pictures: choose again.' })
  return files
}
