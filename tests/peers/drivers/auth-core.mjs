import { Auth } from '@auth/core'
import WeChat from '@auth/core/providers/wechat'

export function open({ appId, appSecret }) {
  const cookies = new Map()
  let problem

  /** A browser that keeps cookies and follows no redirect. */
  async function send(url, platformType, form) {
    problem = undefined
    const response = await Auth(new Request(url, {
      method: form ? 'POST' : 'GET',
      headers: { cookie: [...cookies].map(pair => pair.join('=')).join('; ') },
      ...form && { body: new URLSearchParams(form) },
    }), {
      // Its own state is longer than the 128 bytes that the page inside WeChat takes.
      providers: [WeChat({ clientId: appId, clientSecret: appSecret, platformType, checks: platformType === 'OfficialAccount' ? ['none'] : ['state'] })],
      secret: 'for a test alone',
      trustHost: true,
      basePath: '/auth',
      logger: { error: error => problem = error.cause?.err ?? error, warn() {}, debug() {} },
    })
    for (const cookie of response.headers.getSetCookie())
      cookies.set(...cookie.split(';')[0].split(/=(.*)/s).slice(0, 2))
    return response
  }

  async function begin(origin, platformType) {
    const { csrfToken } = await (await send(`${origin}/auth/csrf`, platformType)).json()
    return (await send(`${origin}/auth/signin/wechat`, platformType, { csrfToken })).headers.get('location')
  }

  let platform
  return {
    authorizeUrl: origin => begin(origin, platform = 'OfficialAccount'),
    qrConnectUrl: origin => begin(origin, platform = 'WebsiteApp'),
    async signIn(callback) {
      const before = [...cookies]
      await send(callback, platform)
      if (problem) {
        // A second load of the callback comes with the first one's cookies.
        before.forEach(([name, value]) => cookies.set(name, value))
        throw problem
      }
      const { user } = await (await send(new URL('/auth/session', callback), platform)).json()
      before.forEach(([name, value]) => cookies.set(name, value))
      return { nickname: user.name, picture: user.image }
    },
  }
}
