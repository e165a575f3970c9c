import { defineEventHandler, getCookie, removeResponseHeader } from 'h3'
import { CLIENT_COOKIE, readClient } from '../client-cookie'
import { MOUNT } from '../mount'

/**
 * Gives the requests of a frame its client's language, and takes their cookies where the client keeps none. What the
 * simulator's own page asks stays as it is.
 */
export default defineEventHandler((event) => {
  const cookie = getCookie(event, CLIENT_COOKIE)
  if (!cookie || event.path.startsWith(MOUNT))
    return
  const { headers } = event.node.req
  const { language, keepsCookies } = readClient(cookie)
  if (headers['sec-fetch-dest'] === 'iframe')
    headers['accept-language'] = language === 'en' ? 'en' : 'zh-CN,zh;q=0.9'
  if (keepsCookies)
    return
  headers.cookie = ''
  const { res } = event.node
  const { writeHead } = res
  res.writeHead = (...args: unknown[]) => {
    removeResponseHeader(event, 'set-cookie')
    return Reflect.apply(writeHead, res, args)
  }
})
