import { describe, expect, it } from 'vitest'
import { testUsers } from '../../simulator/api/oauth/test-users'
import { startSimulator } from '../../simulator/standalone'
import { openAccount } from './account'

const [mei, panda] = testUsers
const DAY = 86_400_000

async function openWithToken(options = {}) {
  const account = openAccount(options)
  const token = async () => String((await account.stableToken()).access_token)
  const access_token = await token()
  return {
    ...account,
    token,
    get: (path: string, query = {}) => account.send('GET', path, { access_token, ...query }),
    post: (path: string, body: unknown = {}, query = {}) => account.send('POST', path, { access_token, ...query }, JSON.stringify(body)),
  }
}

describe('a call with the account\'s token', () => {
  it.each([
    ['GET', '/cgi-bin/user/info'],
    ['GET', '/cgi-bin/media/get'],
    ['GET', '/cgi-bin/media/get/jssdk'],
    ['POST', '/cgi-bin/qrcode/create'],
    ['GET', '/cgi-bin/get_api_domain_ip'],
    ['GET', '/cgi-bin/getcallbackip'],
    ['POST', '/cgi-bin/callback/check'],
    ['POST', '/cgi-bin/clear_quota'],
    ['POST', '/cgi-bin/openapi/quota/get'],
  ])('%s %s wants one that counts, and this method', async (method, path) => {
    const { send } = openAccount()
    expect(await send(method, path, {}, '{}')).toMatchObject({ errcode: 41001 })
    expect(await send(method, path, { access_token: 'x' }, '{}')).toMatchObject({ errcode: 40001 })
    expect(await send(method === 'GET' ? 'POST' : 'GET', path, {}, '{}')).toMatchObject({ errcode: method === 'GET' ? 43001 : 43002 })
  })

  it('tells whether a user follows the account, without name and picture', async () => {
    const { get } = await openWithToken()
    const follower = await get('/cgi-bin/user/info', { openid: mei.openid, lang: 'zh_CN' })
    expect(follower).toMatchObject({ subscribe: 1, openid: mei.openid, unionid: mei.unionid, subscribe_time: expect.any(Number) })
    expect(follower).not.toHaveProperty('nickname')
    expect(await get('/cgi-bin/user/info', { openid: panda?.openid })).toEqual({ subscribe: 0, openid: panda?.openid })
    expect(await get('/cgi-bin/user/info', { openid: 'oNobody' })).toMatchObject({ errcode: 40003 })
    expect(await get('/cgi-bin/user/info')).toMatchObject({ errcode: 41009 })
  })

  it('makes a QR code of the account for a scene', async () => {
    const { post } = await openWithToken()
    const create = (action_name: string, scene: object, more = {}) => post('/cgi-bin/qrcode/create', { action_name, action_info: { scene }, ...more })
    const ticket = expect.stringMatching(/^gQ\S{80}$/)
    const url = expect.stringMatching(/^http:\/\/weixin\.qq\.com\/q\/02[\w-]{20}$/)
    expect(await create('QR_STR_SCENE', { scene_str: 'order-7' })).toEqual({ ticket, expire_seconds: 60, url })
    expect(await create('QR_SCENE', { scene_id: 7 }, { expire_seconds: 2_592_000 })).toEqual({ ticket, expire_seconds: 2_592_000, url })
    expect(await create('QR_LIMIT_STR_SCENE', { scene_str: 'a'.repeat(64) })).toEqual({ ticket, url })
    expect(await create('QR_LIMIT_SCENE', { scene_id: 100_000 })).toEqual({ ticket, url })
    for (const wrong of [
      create('QR_CODE', { scene_str: 'a' }),
      create('toString', { scene_str: 'a' }),
      create('QR_STR_SCENE', {}),
      create('QR_STR_SCENE', { scene_str: 'a'.repeat(65) }),
      create('QR_SCENE', { scene_id: 0 }),
      create('QR_LIMIT_SCENE', { scene_id: 100_001 }),
      create('QR_STR_SCENE', { scene_str: 'a' }, { expire_seconds: 2_592_001 }),
      post('/cgi-bin/qrcode/create'),
    ])
      expect(await wrong).toMatchObject({ errcode: 40097 })
  })

  it('gives a ticket for coupons that signs no page', async () => {
    const { ticket, token, simulator } = await openWithToken()
    const card = await ticket(await token(), 'wx_card')
    const page = await ticket(await token())
    expect(card).toMatchObject({ errcode: 0, expires_in: 7200 })
    expect(card.ticket).not.toBe(page.ticket)
    expect((await ticket(await token(), 'wx_card')).ticket).toBe(card.ticket)
    expect(simulator.count('getticket')).toBe(3)
  })

  it('lists addresses, and checks the network', async () => {
    const { get, post } = await openWithToken()
    expect(await get('/cgi-bin/get_api_domain_ip')).toEqual({ ip_list: expect.arrayContaining([expect.stringMatching(/^\d+(?:\.\d+){3}$/)]) })
    expect(await post('/cgi-bin/callback/check', { action: 'all', check_operator: 'DEFAULT' })).toMatchObject({ dns: [{ ip: expect.any(String) }, {}], ping: [{ package_loss: '0%' }, {}] })
    expect(await post('/cgi-bin/callback/check', { action: 'dns' })).not.toHaveProperty('ping')
    expect(await post('/cgi-bin/callback/check', {})).toMatchObject({ errcode: 40202 })
    expect(await post('/cgi-bin/callback/check', { action: 'dns', check_operator: 'MOON' })).toMatchObject({ errcode: 40203 })
  })

  it('reads a quota, and gives the day\'s calls back ten times a month', async () => {
    const { clock, get, post, token, simulator: { appId: appid } } = await openWithToken({ dailyQuota: { user_info: 1 } })
    const info = () => get('/cgi-bin/user/info', { openid: mei.openid })
    await info()
    expect(await info()).toMatchObject({ errcode: 45009 })
    expect(await post('/cgi-bin/openapi/quota/get', { cgi_path: '/cgi-bin/user/info' })).toEqual({ errcode: 0, errmsg: 'ok', quota: { daily_limit: 1, used: 1, remain: 0 } })
    expect(await post('/cgi-bin/openapi/quota/get', { cgi_path: '/cgi-bin/nothing' })).toMatchObject({ errcode: 76021 })
    expect(await post('/cgi-bin/clear_quota', { appid: 'wx0' })).toMatchObject({ errcode: 40013 })
    for (let cleared = 0; cleared < 10; cleared++) {
      expect(await post('/cgi-bin/clear_quota', { appid })).toEqual({ errcode: 0, errmsg: 'ok' })
      expect(await info()).toMatchObject({ subscribe: 1 })
    }
    expect(await post('/cgi-bin/clear_quota', { appid })).toMatchObject({ errcode: 48006 })
    clock.now += 31 * DAY
    expect(await post('/cgi-bin/clear_quota', { appid }, { access_token: await token() })).toMatchObject({ errcode: 0 })
  })
})

describe('a ticket asked for early', () => {
  it('is the same one, or with renewsTicketEarly a new one beside it', async () => {
    for (const renewsTicketEarly of [false, true]) {
      const { ticket, token } = await openWithToken({ renewsTicketEarly })
      const tickets = [await ticket(await token()), await ticket(await token())].map(one => one.ticket)
      expect(new Set(tickets).size).toBe(renewsTicketEarly ? 2 : 1)
    }
  })
})

describe('a picture that a page uploaded', () => {
  it('is downloaded by its media_id as a file, for three days', async () => {
    const wechat = await startSimulator()
    const { url, simulator } = wechat
    const { access_token } = await (await fetch(`${url}/cgi-bin/token?grant_type=client_credential&appid=${simulator.appId}&secret=${simulator.appSecret}`)).json()
    const { serverId } = await (await fetch(`${url}/client/upload`, { method: 'POST', body: JSON.stringify({ data: `data:image/jpeg;base64,${btoa('a picture')}` }) })).json()
    const get = (path: string, id = serverId) => fetch(`${url}${path}?access_token=${access_token}&media_id=${id}`)
    for (const path of ['/cgi-bin/media/get', '/cgi-bin/media/get/jssdk']) {
      const response = await get(path)
      expect(response.headers.get('content-type')).toBe('image/jpeg')
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+\.jpg"$/)
      expect(await response.text()).toBe('a picture')
    }
    expect(await (await get('/cgi-bin/media/get', 'nonsense')).json()).toMatchObject({ errcode: 40007 })
    expect(await (await fetch(`${url}/client/download`, { method: 'POST', body: JSON.stringify({ serverId }) })).json()).toEqual({ ok: true, data: `data:image/jpeg;base64,${btoa('a picture')}` })
    expect(simulator.calls.filter(({ endpoint }) => endpoint === 'media')).toHaveLength(3)
    simulator.advanceClock(3 * DAY)
    expect(await (await fetch(`${url}/client/download`, { method: 'POST', body: JSON.stringify({ serverId }) })).json()).toEqual({ ok: false })
    await wechat.close()
  })
})

describe('web sign-in\'s calls', () => {
  it('are taken as a form by POST, and answer as text', async () => {
    const wechat = await startSimulator()
    const { url, simulator: { appId: appid, appSecret: secret, issueCode } } = wechat
    const post = (path: string, form: Record<string, string>, query = '') => fetch(url + path + query, { method: 'POST', body: new URLSearchParams(form) })
    const exchanged = await post('/sns/oauth2/access_token', { appid, secret, code: issueCode({ scope: 'snsapi_userinfo' }), grant_type: 'authorization_code' })
    expect(exchanged.headers.get('content-type')).toBe('text/plain')
    const { access_token, openid, refresh_token } = await exchanged.json()
    expect(await (await post('/sns/userinfo', { access_token, openid })).json()).toMatchObject({ nickname: mei.nickname })
    expect(await (await post('/sns/auth', { openid }, `?access_token=${access_token}`)).json()).toMatchObject({ errcode: 0 })
    const refreshed = await fetch(`${url}/sns/oauth2/refresh_token?${new URLSearchParams({ appid, grant_type: 'refresh_token', refresh_token })}`)
    expect(refreshed.headers.get('content-type')).toBe('text/plain')
    expect(await refreshed.json()).toMatchObject({ openid })
    const refused = await post('/sns/oauth2/access_token', {})
    expect([refused.headers.get('content-type'), await refused.json()]).toMatchObject(['text/plain', { errcode: 41002 }])
    await wechat.close()
  })
})
