import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** WeChat's sign-in, for people of any name and picture. */
export interface PeopleServer {
  url: string
  /** For an app that signs in by it. */
  env: Record<string, string>
  /** The code of a user's consent. */
  issueCode(user: Record<string, unknown>): string
  close(): Promise<void>
}

export async function startPeopleServer(): Promise<PeopleServer> {
  const people = new Map<string, Record<string, unknown>>()
  const server = createServer((req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? '', 'http://wechat')
    const code = searchParams.get(pathname === '/sns/userinfo' ? 'access_token' : 'code') ?? ''
    const known = { openid: `oPeople-${'x'.repeat(20)}`, unionid: `uPeople-${'x'.repeat(20)}` }
    const answers: Record<string, object> = {
      '/sns/oauth2/access_token': people.has(code) ? { ...known, access_token: code, expires_in: 7200, refresh_token: 'r', scope: 'snsapi_userinfo' } : { errcode: 40029, errmsg: 'invalid code' },
      '/sns/userinfo': { ...known, ...people.get(code) },
      '/cgi-bin/stable_token': { access_token: 'token', expires_in: 7200 },
      '/cgi-bin/user/info': { subscribe: 1, openid: searchParams.get('openid') },
      '/cgi-bin/ticket/getticket': { errcode: 0, errmsg: 'ok', ticket: 'ticket', expires_in: 7200 },
    }
    res.end(JSON.stringify(answers[pathname] ?? { errcode: 40066 }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A TCP server's address is an AddressInfo; only pipes have a string.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    env: { NUXT_WECHAT_APP_ID: 'wx1234567890abcdef', NUXT_WECHAT_APP_SECRET: 's'.repeat(32), NUXT_WECHAT_API_BASE: url, NUXT_WECHAT_OPEN_BASE: url },
    issueCode(user) {
      const code = `code${people.size}`
      people.set(code, user)
      return code
    },
    async close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
