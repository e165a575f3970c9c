/** No answer under `/api/wx` may be kept by a cache or taken for another type, failures included. */
export default defineEventHandler((event) => {
  if (event.path.startsWith('/api/wx/')) {
    setResponseHeaders(event, {
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
    })
  }
})
