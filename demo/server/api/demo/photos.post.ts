import { createError, getRequestHeader, readMultipartFormData } from 'h3'
import sharp from 'sharp'

/** Nine pictures as phones take them. */
const MAX_BYTES = 60_000_000
const THUMBNAIL_PX = 192

/** What the server saw of a picture that was sent to it. */
export interface ReceivedPhoto {
  name: string
  type: string
  /** In bytes. */
  size: number
  /** As a data URL; none where the file is no picture that can be read. */
  thumbnail?: string
}

/** Takes pictures as a form sends them, keeps nothing, and tells what came. */
export default defineEventHandler(async (event): Promise<ReceivedPhoto[]> => {
  const length = Number(getRequestHeader(event, 'content-length'))
  if (!length)
    throw createError({ statusCode: 411, message: 'The request has no Content-Length.' })
  if (length > MAX_BYTES)
    throw createError({ statusCode: 413, message: `These are more than ${MAX_BYTES / 1_000_000} MB.` })
  const parts = await readMultipartFormData(event).catch(() => undefined)
  const files = parts?.filter(({ filename }) => filename !== undefined) ?? []
  if (files.length === 0)
    throw createError({ statusCode: 400, message: 'The request is no form with files.' })
  const photos: ReceivedPhoto[] = []
  // One after another: pictures are large once they are read.
  for (const { filename = '', type = 'application/octet-stream', data } of files)
    photos.push({ name: filename, type, size: data.length, thumbnail: await shrink(data) })
  return photos
})

async function shrink(picture: Buffer): Promise<string | undefined> {
  try {
    // `rotate` reads which way up the phone was held.
    const small = await sharp(picture, { limitInputPixels: 100_000_000 }).rotate().resize(THUMBNAIL_PX, THUMBNAIL_PX).jpeg({ quality: 70 }).toBuffer()
    return `data:image/jpeg;base64,${small.toString('base64')}`
  }
  catch {
    return undefined
  }
}
