/** The account that the simulator plays when it is given none. Made up: WeChat never handed it out. */
export const SIMULATOR_APP_ID = 'wx5a1e57a70b1d9e42'
export const SIMULATOR_APP_SECRET = '7c1f0b6e2d9a4853bf06a1d4e8c2970f'

/** The API calls that the simulator plays, named after the end of their path (see `endpoints/routes.ts`). */
export const endpointNames = [
  'stable_token', 'token', 'getticket', 'access_token', 'refresh_token', 'userinfo', 'auth',
  'user_info', 'media', 'qrcode_create', 'get_api_domain_ip', 'callback_check', 'clear_quota', 'quota_get',
] as const

export type Endpoint = typeof endpointNames[number]

/** What may be changed while the simulator runs. */
export interface AccountSettings {
  /** How long a new access token lives. WeChat: 7200. */
  tokenLifetimeSeconds: number
  /** How long a new jsapi ticket lives. WeChat: 7200. */
  ticketLifetimeSeconds: number
  /** The IP whitelist of the console; `undefined` lets every caller in. */
  allowedIps: string[] | undefined
  /** Calls that WeChat counts as good, per endpoint and Beijing day; what is not named has no limit. */
  dailyQuota: Partial<Record<Endpoint, number>>
  /** The console's JS safe domains (JS接口安全域名): hosts, each with its port where it has one; `undefined` lets every host in. */
  jsDomains: string[] | undefined
  /** The console's web-authorisation domain (网页授权域名), with its port where it has one; `undefined` lets every host in. */
  oauthDomain: string | undefined
  /** Whether `getticket` gives a new ticket to every call, the one before it counting on. WeChat documents neither. */
  renewsTicketEarly: boolean
  /** Endpoints that the account is not authorised for: they answer 48001. */
  unauthorized: Endpoint[]
}

export interface Account {
  readonly appId: string
  readonly appSecret: string
  readonly settings: AccountSettings
}

export function defaultSettings(): AccountSettings {
  return {
    tokenLifetimeSeconds: 7200,
    ticketLifetimeSeconds: 7200,
    allowedIps: undefined,
    dailyQuota: { stable_token: 500_000, token: 2000, getticket: 1_000_000, user_info: 5_000_000, media: 200_000, qrcode_create: 100_000 },
    jsDomains: undefined,
    oauthDomain: undefined,
    renewsTicketEarly: false,
    unauthorized: [],
  }
}
