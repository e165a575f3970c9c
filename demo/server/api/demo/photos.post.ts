import { createError, defineEventHandler, getRequestHeader, readMultipartFormData } from 'h3'

/** Nine pictures as a phone sends them. */
const MAX_BYTES = 40 * 1024 * 1024
const MAX_PHOTOS = 9
const THUMBNAIL_WIDTH = 160
const MAX_MEGAPIXELS = 50

/** Takes photos and keeps nothing: answers the size and type of each, and a thumbnail as a data URL, where its format can be read. */
export default defineEventHandler(async (event) => {
  // h3 reads a body whole: what tells no length is not read.
  const length = Number(getRequestHeader(event, 'content-length') ?? Number.NaN)
  if (!(length <= MAX_BYTES))
    throw createError({ statusCode: 413, message: `The photos have more than ${MAX_BYTES} bytes in all, or no length.` })
  const photos = (await readMultipartFormData(event) ?? []).filter(({ name }) => name === 'photo')
  if (photos.length === 0 || photos.length > MAX_PHOTOS)
    throw createError({ statusCode: 400, message: `Send 1 to ${MAX_PHOTOS} files as "photo" in multipart/form-data.` })
  const { Jimp } = await import('jimp')
  // One after the other: each fills memory while it is decoded.
  const answers = []
  for (const { data } of photos) {
    const image = canDecode(data) ? await Jimp.read(data, { 'image/jpeg': { maxResolutionInMP: MAX_MEGAPIXELS } }).catch(() => undefined) : undefined
    const thumbnail = await image?.resize({ w: Math.min(image.width, THUMBNAIL_WIDTH) }).getBase64('image/jpeg', { quality: 70 })
    answers.push({ bytes: data.byteLength, type: image?.mime ?? null, thumbnail: thumbnail ?? null })
  }
  return answers
})

/** A JPEG, whose decoder has a limit of its own, or a PNG within it: a small file may hold a picture that fills all memory. */
function canDecode(data: Buffer): boolean {
  const isPng = data.length > 24 && data.subarray(1, 4).toString() === 'PNG'
  return isPng ? data.readUInt32BE(16) * data.readUInt32BE(20) <= MAX_MEGAPIXELS * 1_000_000 : data.subarray(0, 2).toString('hex') === 'ffd8'
}
