import type { ServerResponse } from 'node:http'
import type { Fault } from './faults'

/** What goes back over the wire: an answer, or a fault that spoils it. */
export interface Reply {
  status?: number
  json?: unknown
  /** A page for a person. */
  html?: string
  /** Where a person is sent. */
  location?: string
  /** Whether pages of any origin may read it. */
  cors?: boolean
  fault?: Fault
}

const JSON_TYPE = 'application/json; encoding=utf-8'
const OVERSIZED_BYTES = 40 * 1024 * 1024

/** Writes a reply on a response of node:http. Settles once all is written, or once the caller has gone. */
export async function writeReply(res: ServerResponse, reply: Reply): Promise<void> {
  const { status = 200, json, html, location, cors, fault } = reply
  const text = json === undefined ? '' : JSON.stringify(json)
  const end = (code: number, type: string, body: string, headers = {}) => {
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
      return trickle(res, fault.everyMs ?? 200)
    case 'reset':
      // A response without a socket (an app that calls itself) can only fail.
      if (!res.socket)
        throw new Error('connection reset')
      res.socket.resetAndDestroy()
      return
    case 'html':
      return end(200, 'text/html', '<!DOCTYPE html><title>Please sign in</title><h1>This network wants a sign-in</h1>')
    case 'truncated':
      return end(200, JSON_TYPE, text.slice(0, Math.ceil(text.length / 2)))
    case 'empty':
      return end(200, JSON_TYPE, '')
    case 'oversized':
      return end(200, JSON_TYPE, `{"access_token":"${'x'.repeat(OVERSIZED_BYTES)}"}`)
    case 'http-status':
      return end(fault.status, 'text/html', `<h1>${fault.status}</h1>`)
    case 'redirect':
      return end(302, 'text/plain', '', { location: fault.location ?? '/elsewhere' })
    default:
      return end(status, JSON_TYPE, text, cors ? { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' } : {})
  }
}

function gone(res: ServerResponse): Promise<void> {
  return new Promise(resolve => res.once('close', () => resolve()))
}

async function trickle(res: ServerResponse, everyMs: number): Promise<void> {
  if (!res.socket)
    return gone(res)
  res.writeHead(200, { 'content-type': JSON_TYPE })
  res.write('{"access_token":"')
  const timer = setInterval(() => res.write('x'), everyMs)
  await gone(res)
  clearInterval(timer)
}
