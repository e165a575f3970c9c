import { createError, defineEventHandler, getRequestURL } from 'h3'

/** Answers 400 where Host and path form no URL, such as `Host: [`; rendering would fail with 500. */
export default defineEventHandler((event) => {
  try {
    getRequestURL(event)
  }
  catch {
    throw createError({ statusCode: 400, message: 'The Host header and the request\'s path form no URL.' })
  }
})
