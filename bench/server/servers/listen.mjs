import { createServer } from 'node:http'
import process from 'node:process'

export const { APP_ID: appId = '', APP_SECRET: appSecret = '', API_BASE: apiBase = '' } = process.env

/** The page that a request asks to be signed for. @param {string} path */
export function pageOf(path) {
  return new URLSearchParams(path.split('?')[1]).get('url') ?? ''
}

/** Listens on a free port, and says on which. @param {import('node:http').RequestListener} listener */
export function listen(listener) {
  const server = createServer(listener).listen(0, '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${Object(server.address()).port}`))
  server.keepAliveTimeout = 75_000
}
