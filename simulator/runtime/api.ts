import { createError, defineEventHandler, readRawBody } from 'h3'
import { MOUNT } from '../mount'
import { writeReply } from '../api/faults/write-reply'
import { useSimulator } from './simulator'

/** WeChat's API, and the client's question to it, inside the app's own server. */
export default defineEventHandler(async (event) => {
  const { pathname, searchParams } = new URL(event.path, 'http://simulator')
  if (pathname.startsWith(`${MOUNT}/control/`) && event.headers.get('sec-fetch-site') === 'cross-site')
    throw createError({ statusCode: 403, message: 'Only the simulator\'s own page moves the simulator.' })
  const reply = await useSimulator().handle({
    method: event.method,
    path: pathname.slice(MOUNT.length),
    query: searchParams,
    body: event.method === 'POST' ? await readRawBody(event) ?? '' : '',
    // An app that calls itself has no socket.
    ip: event.node.req.socket.remoteAddress || '127.0.0.1',
    language: event.headers.get('accept-language') ?? '',
    userAgent: event.headers.get('user-agent') ?? '',
  })
  await writeReply(event.node.res, reply)
})
