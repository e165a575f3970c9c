export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
}

/**
 * Reads a body as UTF-8, and stops at the first byte over the limit, whatever length its header promised.
 *
 * @throws {BodyTooLarge}
 */
export async function readText(body: AsyncIterable<Uint8Array> | undefined, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    // Leaving the loop ends the transfer.
    if (bytes > maxBytes)
      throw new BodyTooLarge()
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}
