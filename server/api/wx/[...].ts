/** What is no route of ours is answered here: the page renderer would answer with HTML, and allow caches to keep it. */
export default defineEventHandler((event) => {
  setResponseStatus(event, 404)
  return { error: true, statusCode: 404, statusMessage: 'Not Found', message: 'No such route.' }
})
