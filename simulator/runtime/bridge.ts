import { defineEventHandler, setResponseHeaders } from 'h3'
import { script } from '#wechat-simulator/bridge'

/** The bridge as a classic script. It does nothing in a page that was not opened through the simulator. */
export default defineEventHandler((event) => {
  setResponseHeaders(event, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' })
  return script
})
