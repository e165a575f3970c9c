/** WeChat's client, and this composable with it, takes so many pictures at a time. */
export const MAX_PHOTOS = 9

export interface WechatPhotoOptions {
  /** At most so many, from 1 to 9. @default 9 */
  count?: number
  /** The album, the camera, or what the user prefers. @default both */
  source?: 'album' | 'camera'
  /** WeChat may send a smaller picture; elsewhere it is the original. @default the user decides */
  size?: 'original' | 'compressed'
}

/** @throws {RangeError} */
export function toCount({ count = MAX_PHOTOS }: WechatPhotoOptions): number {
  if (!Number.isInteger(count) || count < 1 || count > MAX_PHOTOS)
    throw new RangeError(`count is a whole number from 1 to ${MAX_PHOTOS}.`)
  return count
}
