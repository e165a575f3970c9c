import { describe, expect, it } from 'vitest'
import { openAccount } from './account'

describe('a call that WeChat refuses', () => {
  it.each([
    [40002, { grant_type: 'password' }],
    [41002, { appid: '' }],
    [40013, { appid: 'wx0000000000000000' }],
    [41004, { secret: '' }],
  ])('answers %i at both token calls', async (errcode, changed) => {
    const { classicToken, stableToken } = openAccount()
    expect(await classicToken(changed)).toMatchObject({ errcode })
    expect(await stableToken(changed)).toMatchObject({ errcode })
  })

  it('names a wrong secret by 40125 at both token calls: 40001 sends SDKs back to the call for ever', async () => {
    const { classicToken, stableToken } = openAccount()
    expect(await stableToken({ secret: 'f'.repeat(32) })).toMatchObject({ errcode: 40125 })
    expect(await classicToken({ secret: 'f'.repeat(32) })).toMatchObject({ errcode: 40125 })
  })

  it('ends in a request id of three times eight hex digits', async () => {
    const { stableToken } = openAccount()
    expect((await stableToken({ secret: 'f'.repeat(32) })).errmsg).toMatch(/^invalid appsecret rid: [\da-f]{8}-[\da-f]{8}-[\da-f]{8}$/)
  })

  it.each(['grant_type=client_credential&appid=wx5a1e57a70b1d9e42&secret=7c1f0b6e2d9a4853bf06a1d4e8c2970f', '', 'null', '"text"'])('answers 41002 where stable_token is sent no JSON object: %s', async (body) => {
    const { send, simulator: { appId: appid, appSecret: secret } } = openAccount()
    expect(await send('POST', '/cgi-bin/stable_token', {}, body)).toMatchObject({ errcode: 41002 })
    // Nor does it read its parameters from the query.
    expect(await send('POST', '/cgi-bin/stable_token', { grant_type: 'client_credential', appid, secret }, body)).toMatchObject({ errcode: 41002 })
  })

  it.each(['/cgi-bin/menu/create', '/cgi-bin/tokens', '/', '/cgi-bin', '/constructor', '/sns/oauth2/access_tokens'])('answers 40066 with HTTP 200 for a path that is not played: %s', async (path) => {
    const { simulator } = openAccount()
    for (const method of ['GET', 'POST']) {
      const { status = 200, json } = await simulator.handle({ method, path, query: new URLSearchParams(), body: '', ip: '' })
      expect([status, json]).toMatchObject([200, { errcode: 40066, errmsg: expect.stringMatching(/^invalid url rid: /) }])
    }
  })

  it('answers 40164 and names the address when the caller is not on the whitelist', async () => {
    const { simulator, stableToken } = openAccount({ allowedIps: ['203.0.113.8'] })
    const refused = await stableToken()
    expect(refused.errcode).toBe(40164)
    expect(refused.errmsg).toMatch(/^invalid ip 203\.0\.113\.7 ipv6 ::ffff:203\.0\.113\.7, not in whitelist rid: /)
    simulator.settings.allowedIps = ['203.0.113.7']
    expect(await stableToken()).not.toHaveProperty('errcode')
  })

  it('answers 48001 where the account is not authorised', async () => {
    const { stableToken, ticket } = openAccount({ unauthorized: ['getticket'] })
    const { access_token } = await stableToken()
    expect(await ticket(access_token)).toMatchObject({ errcode: 48001 })
  })

  it('tells a wrong method, broken JSON, a missing token and a wrong ticket type apart', async () => {
    const { send, stableToken, ticket } = openAccount()
    const { access_token } = await stableToken()
    expect(await send('GET', '/cgi-bin/stable_token', {})).toMatchObject({ errcode: 43002 })
    expect(await send('POST', '/cgi-bin/token', {}, '{}')).toMatchObject({ errcode: 43001 })
    expect(await send('POST', '/cgi-bin/stable_token', {}, '{')).toMatchObject({ errcode: 47001 })
    expect(await ticket('')).toMatchObject({ errcode: 41001 })
    expect(await ticket(access_token, 'other')).toMatchObject({ errcode: 40097 })
  })
})

describe('the log of calls', () => {
  it('holds every call in order with its parameters and its answer', async () => {
    const { simulator, stableToken, ticket } = openAccount()
    const token = await stableToken()
    const answer = await ticket(token.access_token)
    expect(simulator.calls).toMatchObject([
      { endpoint: 'stable_token', method: 'POST', ip: '203.0.113.7', params: { appid: simulator.appId }, answer: token },
      { endpoint: 'getticket', method: 'GET', params: { access_token: token.access_token, type: 'jsapi' }, answer },
    ])
    expect(simulator.count('getticket')).toBe(1)
    expect(simulator.count()).toBe(2)
    simulator.clearCalls()
    expect(simulator.count()).toBe(0)
    expect(simulator.calls).toEqual([])
  })
})
