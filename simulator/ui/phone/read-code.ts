import decodeQR from 'qr/decode.js'

/** What the QR code in a picture says; `undefined` where there is none. */
export function readCode(picture: HTMLVideoElement | ImageBitmap): string | undefined {
  const canvas = document.createElement('canvas')
  canvas.width = 'videoWidth' in picture ? picture.videoWidth : picture.width
  canvas.height = 'videoHeight' in picture ? picture.videoHeight : picture.height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context || !canvas.width || !canvas.height)
    return undefined
  // What is transparent counts as paper.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, 0, 0)
  try {
    return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height))
  }
  catch {
    return undefined
  }
}
