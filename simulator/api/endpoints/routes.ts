import type { Endpoint } from '../account/account'
import type { Params, SimulatorRequest } from '../answers/request'

/** How a call of WeChat's API is made. */
export interface Route {
  endpoint: Endpoint
  methods: ('GET' | 'POST')[]
  /** How parameters come in a POST. */
  body: 'json' | 'form'
}

const get = (endpoint: Endpoint): Route => ({ endpoint, methods: ['GET'], body: 'json' })
const post = (endpoint: Endpoint): Route => ({ endpoint, methods: ['POST'], body: 'json' })
/** Web sign-in takes both, and a form as OAuth has it. */
const either = (endpoint: Endpoint): Route => ({ endpoint, methods: ['GET', 'POST'], body: 'form' })

export const routes: Readonly<Record<string, Route>> = {
  '/cgi-bin/stable_token': post('stable_token'),
  '/cgi-bin/token': get('token'),
  '/cgi-bin/ticket/getticket': get('getticket'),
  '/cgi-bin/user/info': get('user_info'),
  '/cgi-bin/media/get': get('media'),
  '/cgi-bin/media/get/jssdk': get('media'),
  '/cgi-bin/qrcode/create': post('qrcode_create'),
  '/cgi-bin/get_api_domain_ip': get('get_api_domain_ip'),
  '/cgi-bin/getcallbackip': get('get_api_domain_ip'),
  '/cgi-bin/callback/check': post('callback_check'),
  '/cgi-bin/clear_quota': post('clear_quota'),
  '/cgi-bin/openapi/quota/get': post('quota_get'),
  '/sns/oauth2/access_token': either('access_token'),
  '/sns/oauth2/refresh_token': either('refresh_token'),
  '/sns/userinfo': either('userinfo'),
  '/sns/auth': either('auth'),
}

/**
 * The parameters of a call.
 *
 * @returns `undefined` for JSON that is broken. What is no JSON at all, such as a form where WeChat wants JSON, has no parameters.
 */
export function readParams({ body: format }: Route, { method, query, body }: SimulatorRequest): Params | undefined {
  const inQuery = Object.fromEntries(query)
  if (method !== 'POST')
    return inQuery
  if (format === 'form')
    return { ...inQuery, ...Object.fromEntries(new URLSearchParams(body)) }
  const { access_token } = inQuery
  const given = /^\s*[[{]/.test(body) ? parseObject(body) : {}
  return given && { ...given, ...access_token !== undefined && { access_token } }
}

export function parseObject(text: string): Params | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  }
  catch {
    return undefined
  }
}
