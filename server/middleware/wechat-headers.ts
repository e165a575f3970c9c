import { defineEventHandler, setResponseHeaders } from 'h3'

/** No cache may keep an answer under `/api/wx`, and no browser take it for another type, failures included. */
export default defineEventHandler((event) => {
  if (event.path.startsWith('/api/wx/'))
    setResponseHeaders(event, { 'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff' })
})
