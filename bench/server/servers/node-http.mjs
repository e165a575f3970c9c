// The least that a server does: a ticket once, and a signature for each request.
import { hash, randomBytes } from 'node:crypto'
import { apiBase, appId, appSecret, listen, pageOf } from './listen.mjs'

const ask = async path => (await fetch(apiBase + path)).json()
const { access_token } = await ask(`/cgi-bin/token?grant_type=client_credential&appid=${appId}&secret=${appSecret}`)
const { ticket } = await ask(`/cgi-bin/ticket/getticket?type=jsapi&access_token=${access_token}`)

listen((request, response) => {
  const url = pageOf(request.url)
  const nonceStr = randomBytes(16).toString('hex')
  const timestamp = Math.floor(Date.now() / 1000)
  const signature = hash('sha1', `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`)
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify({ appId, timestamp, nonceStr, signature, url }))
})
