/** How the formats that a phone takes or sends begin. The client's own word for the type is wrong on iOS (`image/jgp`) and missing on Android. */
const formats = [
  ['image/jpeg', 'jpg', /^\xFF\xD8\xFF/],
  ['image/png', 'png', /^\x89PNG\r\n/],
  ['image/gif', 'gif', /^GIF8/],
  ['image/webp', 'webp', /^RIFF[\s\S]{4}WEBP/],
  ['image/heic', 'heic', /^[\s\S]{4}ftyp(?:hei|hev|mif|msf)/],
  ['image/bmp', 'bmp', /^BM/],
] as const

/**
 * A file of what `getLocalImgData` gave: base64, on iOS with the front of a data URL, on some clients with line breaks.
 *
 * @param number the picture's place among those that were chosen, for its name.
 * @returns `undefined` for what is not a picture.
 */
export function toPhotoFile(localData: string, number: number): File | undefined {
  const binary = decode(localData.replace(/^data:[^,]*,/, '').replace(/\s/g, ''))
  const format = formats.find(([,, start]) => start.test(binary))
  if (!format)
    return undefined
  const [type, extension] = format
  return new File([Uint8Array.from(binary, character => character.charCodeAt(0))], `photo-${number}.${extension}`, { type })
}

function decode(base64: string): string {
  try {
    return atob(base64)
  }
  catch {
    return ''
  }
}
