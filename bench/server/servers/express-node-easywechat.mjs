import express from 'express'
import { CacheInterface, OfficialAccount } from 'node-easywechat'
import { appId, appSecret, listen, pageOf } from './listen.mjs'

/** Its own one reads a file for each request. */
class MemoryCache extends CacheInterface {
  kept = new Map()
  get = async (id, otherwise = null) => this.kept.get(id) ?? otherwise
  has = async id => this.kept.has(id)
  set = async (id, value) => Boolean(this.kept.set(id, value))
  delete = async id => this.kept.delete(id)
}

const account = new OfficialAccount({ app_id: appId, secret: appSecret })
account.setCache(new MemoryCache())
const app = express()
app.get('/api/wx/config', (request, response, next) => {
  account.getUtils().buildJsSdkConfig(pageOf(request.url)).then(config => response.json(config), next)
})
listen(app)
