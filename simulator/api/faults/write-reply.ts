import type { ServerResponse } from 'node:http'
import type { Media } from '../media/media-store'
import type { Fault } from './faults'

/** What goes back over the wire: an answer, or a fault that spoils it. */
export interface Reply {
  status?: number
  json?: unknown
  /** How JSON is called on the wire; default: JSON. */
  type?: string
  /** A file in place of JSON. */
  file?: Media
  /** A page for a user. */
  html?: string
  /** Where a user is sent. */
  location?: string
  /** Whether pages of any origin may read it. */
  cors?: boolean
  fault?: Fault
  /** Called once all is written, or once the caller has gone. */
  onEnd?: () => void
}

const JSON_TYPE = 'application/json; encoding=utf-8'
const OVERSIZED_BYTES = 40 * 1024 * 1024

/** Writes a reply on a response of node:http. Settles once all is written, or once the caller has gone. */
export async function writeReply(res: ServerResponse, reply: Reply): Promise<void> {
  try {
    await write(res, reply)
  }
  finally {
    reply.onEnd?.()
  }
}

async function write(res: ServerResponse, reply: Reply): Promise<void> {
  const { status = 200, json, type: jsonType = JSON_TYPE, file, html, location, cors, fault } = reply
  const text = json === undefined ? '' : JSON.stringify(json)
  // An app that calls itself has no socket; what its response is given becomes the body of what `fetch` answers.
  const endWithStream = (body: ReadableStream<Uint8Array>) => {
    res.writeHead(200, { 'content-type': jsonType })
    // node:http's types know no web streams, and only the response without a socket gets one.
    res.end(body as never)
  }
  const end = (code: number, type: string, body: string | Buffer, headers = {}) => {
    res.writeHead(code, { 'content-type': type, 'content-length': String(Buffer.byteLength(body)), ...headers })
    res.end(body)
  }
  if (location !== undefined)
    return end(302, 'text/plain', '', { location })
  if (html !== undefined)
    return end(status, 'text/html; charset=utf-8', html)
  switch (fault?.kind) {
    case 'timeout':
      return gone(res)
    case 'slow-body':
      return res.socket ? trickle(res, fault.everyMs) : endWithStream(tricklingBody(fault.everyMs))
    case 'reset':
      return res.socket ? void res.socket.resetAndDestroy() : endWithStream(brokenBody())
    case 'html':
      return end(200, 'text/html', '<!DOCTYPE html><title>Please sign in</title><h1>This network wants a sign-in</h1>')
    case 'truncated':
      return end(200, jsonType, text.slice(0, Math.ceil(text.length / 2)))
    case 'empty':
      return end(200, jsonType, '')
    case 'oversized':
      return end(200, jsonType, `{"access_token":"${'x'.repeat(OVERSIZED_BYTES)}"}`)
    case 'http-status':
      return end(fault.status, 'text/html', `<h1>${fault.status}</h1>`)
    case 'redirect':
      return end(302, 'text/plain', '', { location: fault.location ?? '/elsewhere' })
    default:
      if (file)
        return end(status, file.type, file.bytes, { 'content-disposition': `attachment; filename="${file.name}"` })
      return end(status, jsonType, text, cors ? { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' } : {})
  }
}

/** Longer than any known caller waits. */
const TIMEOUT_MS = 30_000

/** Once the caller has closed the connection. An app that calls itself has none; it has timed out by then. */
function gone(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (res.socket)
      res.once('close', () => resolve())
    else
      setTimeout(resolve, TIMEOUT_MS).unref()
  })
}

const EVERY_MS = 200

async function trickle(res: ServerResponse, everyMs = EVERY_MS): Promise<void> {
  res.writeHead(200, { 'content-type': JSON_TYPE })
  res.write('{"access_token":"')
  const timer = setInterval(() => res.write('x'), everyMs)
  await gone(res)
  clearInterval(timer)
}

function tricklingBody(everyMs = EVERY_MS): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    start: body => body.enqueue(encoder.encode('{"access_token":"')),
    async pull(body) {
      await new Promise(resolve => setTimeout(resolve, everyMs))
      body.enqueue(encoder.encode('x'))
    },
  }, { highWaterMark: 0 })
}

function brokenBody(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: body => body.error(new Error('connection reset')) })
}
