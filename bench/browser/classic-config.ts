import { hash, randomUUID } from 'node:crypto'
import process from 'node:process'

const { NUXT_WECHAT_API_BASE: base, NUXT_WECHAT_APP_ID: appId, NUXT_WECHAT_APP_SECRET: secret } = process.env
let ticket: Promise<string> | undefined

async function fetchTicket(): Promise<string> {
  const { access_token: token } = await $fetch<{ access_token: string }>(`${base}/cgi-bin/token`, { query: { grant_type: 'client_credential', appid: appId, secret } })
  return (await $fetch<{ ticket: string }>(`${base}/cgi-bin/ticket/getticket`, { query: { type: 'jsapi', access_token: token } })).ticket
}

export default defineEventHandler(async (event) => {
  const { url } = getQuery(event)
  const nonceStr = randomUUID().replaceAll('-', '')
  const timestamp = Math.floor(Date.now() / 1000)
  const signature = hash('sha1', `jsapi_ticket=${await (ticket ??= fetchTicket())}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`)
  return { appId, timestamp, nonceStr, signature }
})
