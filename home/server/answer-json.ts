import { send, setResponseHeaders, setResponseStatus, type H3Error, type H3Event } from 'h3'

interface Answer {
  status?: number
  statusText?: string
  headers: Record<string, string>
  body: unknown
}

/** The last of the error handlers, where the client wants no page: Nitro's own answer, without the `url` in it. */
export default async function answerJson(error: H3Error, event: H3Event, { defaultHandler }: { defaultHandler: (error: H3Error, event: H3Event) => Answer | Promise<Answer> }): Promise<void> {
  const { status, statusText, headers, body } = await defaultHandler(error, event)
  setResponseHeaders(event, headers)
  setResponseStatus(event, status, statusText)
  await send(event, JSON.stringify(typeof body === 'object' ? { ...body, url: undefined } : body, null, 2))
}
