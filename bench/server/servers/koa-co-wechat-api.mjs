import WechatApi from 'co-wechat-api'
import Koa from 'koa'
import { appId, appSecret, listen, pageOf } from './listen.mjs'

const api = new WechatApi(appId, appSecret)
const app = new Koa()
app.use(async (context) => {
  context.body = await api.getJsConfig({ url: pageOf(context.url), jsApiList: [] })
})
listen(app.callback())
