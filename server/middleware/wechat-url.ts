/** Of what makes no URL, such as `Host: [`, a page would make one all the same, and fail: it is the visitor's mistake, not ours. */
export default defineEventHandler((event) => {
  try {
    getRequestURL(event)
  }
  catch {
    throw createError({ statusCode: 400, message: 'The Host header and the request\'s target make no URL.' })
  }
})
