import express from 'express'
import { JSSDK, Store } from 'wechat-jssdk'
import { appId, appSecret, listen, pageOf } from './listen.mjs'

const jssdk = new JSSDK({ appId, appSecret, store: new Store() })
const app = express()
app.get('/api/wx/config', (request, response, next) => {
  jssdk.getSignature(pageOf(request.url)).then(config => response.json(config), next)
})
listen(app)
