import type { IncomingHttpHeaders } from 'node:http'
import { defineEventHandler, getCookie, removeResponseHeader } from 'h3'
import { traitsOf } from '../bridge/client/platforms'
import { CLIENT_COOKIE, NO_COOKIES_HEADER, readClient } from '../client-cookie'

/**
 * Gives the pages of a frame their client's user agent and language, and takes their cookies where the client keeps none. What ordinary tabs
 * beside the simulator ask stays as it is.
 */
export default defineEventHandler((event) => {
  const cookie = getCookie(event, CLIENT_COOKIE)
  const { headers } = event.node.req
  const isPage = isFramesPage(headers)
  if (!cookie || !(isPage || headers[NO_COOKIES_HEADER]))
    return
  const client = readClient(cookie)
  if (!client)
    return
  const { language, keepsCookies } = client
  if (isPage) {
    headers['user-agent'] = traitsOf(client).userAgent
    headers['accept-language'] = language === 'en' ? 'en' : 'zh-CN,zh;q=0.9'
  }
  if (!keepsCookies)
    headers.cookie = ''
  const { res } = event.node
  const { writeHead } = res
  res.writeHead = (...args: unknown[]) => {
    // WeChat's web view is no frame: what keeps a page out of frames, as Nitro does its error pages, is not meant here.
    removeResponseHeader(event, 'x-frame-options')
    if (!keepsCookies)
      removeResponseHeader(event, 'set-cookie')
    return Reflect.apply(writeHead, res, args)
  }
})

/** Browsers tell for which element a page is on localhost and over https; elsewhere any page may be the frame's. */
function isFramesPage({ 'sec-fetch-dest': destination, accept = '' }: IncomingHttpHeaders): boolean {
  return destination === undefined ? accept.includes('text/html') : destination === 'iframe'
}
