export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
}

/**
 * Reads a body as UTF-8, and stops at the first byte over the limit, whatever length its header promised.
 *
 * @throws {BodyTooLarge}
 */
export async function readText(body: ReadableStream<Uint8Array> | undefined, maxBytes: number): Promise<string> {
  if (!body)
    return ''
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done)
      return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > maxBytes) {
      await reader.cancel()
      throw new BodyTooLarge()
    }
    text += decoder.decode(value, { stream: true })
  }
}
