import { getRequestHeader, setResponseHeader, type H3Event } from 'h3'

/** A phone on a bad network sends what is small in less. */
const BODY_TIMEOUT_MS = 10_000

/**
 * Reads a body as text; `undefined` where it is larger than allowed.
 *
 * @throws where the client hangs up in the middle of it, or takes too long: no client reads the answer.
 */
export async function readBodyText(event: H3Event, maxBytes: number): Promise<string | undefined> {
  const refuse = () => {
    // The rest of the body is not read.
    setResponseHeader(event, 'Connection', 'close')
    return undefined
  }
  if (Number(getRequestHeader(event, 'content-length')) > maxBytes)
    return refuse()
  const { req } = event.node
  // Node's own timeout is five minutes for each request.
  const deadline = setTimeout(() => req.destroy(), BODY_TIMEOUT_MS)
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    // To its end or not, the connection stays, for the answer.
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      bytes += chunk.length
      if (bytes > maxBytes)
        return refuse()
      chunks.push(chunk)
    }
  }
  finally {
    clearTimeout(deadline)
  }
  return Buffer.concat(chunks).toString('utf8')
}
